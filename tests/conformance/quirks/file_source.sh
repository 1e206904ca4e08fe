#!/bin/sh
# Two tables for the file source in $DIR: one plain with all that RFC 4180 quotes, one compressed.
set -eu
{
  printf 'id,name,day,at,price,"a ""note"""\r\n'
  seq 1 120 | awk '{
    printf "%d,\"name, \"\"%d\"\"\",2026-01-%02d,2026-01-02T03:04:%02dZ,%d.25,", $1, $1, 1 + $1 % 28, $1 % 60, $1
    printf "%s\r\n", $1 % 3 ? "\"two\nlines\"" : ""
  }'
} >"$DIR/people.csv"
{
  printf 'id,text\n'
  seq 1 60 | awk '{ print $1 ",text " $1 }'
} | gzip >"$DIR/orders.csv.gz"
