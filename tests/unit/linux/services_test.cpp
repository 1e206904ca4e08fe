// Units, cron jobs and certificates, of the fixture tree.
#include "support.hpp"

#include "plugins/linux/tables/certificates.hpp"
#include "plugins/linux/tables/cron_jobs.hpp"
#include "plugins/linux/tables/systemd_units.hpp"

#include <sys/stat.h>

using namespace machine;
using namespace machine::test;

TEST_CASE("units have the state that systemctl list-unit-files gives them") {
  Box box;
  CHECK(rows(box, read_systemd_units) ==
        Lines{"name=also.socket type=socket path=/usr/lib/systemd/system/also.socket state=indirect description=- "
              "target=- wanted_by=[] drop_ins=[] command=- user_name=-",
              "name=getty@.service type=service path=/usr/lib/systemd/system/getty@.service state=enabled "
              "description=- target=- wanted_by=[getty.target] drop_ins=[] command=/sbin/getty %I user_name=-",
              "name=never.service type=service path=/etc/systemd/system/never.service state=masked description=- "
              "target=/dev/null wanted_by=[] drop_ins=[] command=- user_name=-",
              "name=off.service type=service path=/usr/lib/systemd/system/off.service state=disabled description=- "
              "target=- wanted_by=[] drop_ins=[] command=- user_name=-",
              "name=plain.target type=target path=/usr/lib/systemd/system/plain.target state=static "
              "description=Always there target=- wanted_by=[] drop_ins=[] command=- user_name=-",
              "name=web.service type=service path=/usr/lib/systemd/system/web.service state=enabled "
              "description=Web server target=- wanted_by=[multi-user.target] "
              "drop_ins=[/etc/systemd/system/web.service.d/nice.conf] command=/usr/bin/web --serve user_name=www",
              "name=www.service type=service path=/usr/lib/systemd/system/www.service state=alias description=Web "
              "server target=web.service wanted_by=[] drop_ins=[] command=/usr/bin/web --serve user_name=www"});
  CHECK(box.troubles() == "");
}

TEST_CASE("cron jobs of all three kinds of files, without variables and backup files") {
  Box box;
  CHECK(rows(box, read_cron_jobs) ==
        Lines{"file=/etc/crontab line=4 schedule=17 * * * * minute=17 hour=* day_of_month=* month=* day_of_week=* "
              "user_name=root command=cd / && run-parts --report /etc/cron.hourly",
              "file=/etc/crontab line=5 schedule=*/5 0-6 1,15 jan-mar mon minute=*/5 hour=0-6 day_of_month=1,15 "
              "month=jan-mar day_of_week=mon user_name=ada command=/home/ada/tick",
              "file=/etc/crontab line=6 schedule=@daily minute=- hour=- day_of_month=- month=- day_of_week=- "
              "user_name=root command=/usr/bin/daily  one two",
              "file=/etc/cron.d/good_one line=1 schedule=@reboot minute=- hour=- day_of_month=- month=- "
              "day_of_week=- user_name=ada command=/bin/true",
              "file=/var/spool/cron/crontabs/ada line=2 schedule=0 3 * * 0 minute=0 hour=3 day_of_month=* month=* "
              "day_of_week=0 user_name=ada command=backup --all"});
  CHECK(box.troubles() == "linux_cron_jobs: 1 lines not understood and passed over (one is /etc/crontab)\n");
}

TEST_CASE("a folder of crontabs that may not be read is a warning") {
  Tree tree;
  tree.write("var/spool/cron/crontabs/ada", "@daily x");
  ::chmod(tree.path("var/spool/cron/crontabs").c_str(), 0);
  CHECK(holds_for_ordinary_user([&] {
    Box box{tree.root()};
    return rows(box, read_cron_jobs).empty() && box.problems.count("linux_cron_jobs") == 1;
  }));
}

TEST_CASE("each certificate of a bundle is a row, and what is none is told") {
  Box box;
  CHECK(rows(box, read_certificates) ==
        Lines{"file=/etc/ssl/certs/bundle.crt position=1 subject=CN=example.org,O=Oarlock Tests,C=DE "
              "issuer=CN=example.org,O=Oarlock Tests,C=DE serial=1A2B not_before=1795386131000000 "
              "not_after=4948986131000000 "
              "fingerprint_sha256=886d92ec93788e987d87a10f0b9d9a7be8c23eca697f297a0115baefab556bbd "
              "dns_names=[example.org|www.example.org] authority=yes self_issued=yes key_type=RSA key_bits=2048 "
              "signature_algorithm=sha256WithRSAEncryption",
              "file=/etc/ssl/certs/bundle.crt position=2 subject=CN=Ümlaut Root issuer=CN=Ümlaut Root serial=05 "
              "not_before=1795386131000000 not_after=4948986131000000 "
              "fingerprint_sha256=01bb7d8f0f2b4db81afa6760d438fdafead1a62a2ad01abdbb473adf53da4440 dns_names=[] "
              "authority=yes self_issued=yes key_type=EC key_bits=256 signature_algorithm=ecdsa-with-SHA256"});
  CHECK(box.troubles() ==
        "linux_certificates: 1 certificates not understood and passed over (one is /etc/ssl/certs/broken.pem)\n");
}
