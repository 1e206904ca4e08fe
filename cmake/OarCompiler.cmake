# Language levels, warnings, sanitizers and ccache. Every target of ours links oar::compiler privately.
option(OAR_WERROR "Warnings are errors" OFF)
set(OAR_SANITIZE "" CACHE STRING "Comma-separated: address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

# Files of one target are compiled together: reading the headers takes longer than the code. So what is local to a file bears a name
# that is its own in its folder; a few files that cannot are compiled alone.
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
function(oar_compile_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

add_library(oar_compiler INTERFACE)
add_library(oar::compiler ALIAS oar_compiler)
target_compile_options(oar_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow
  # Designated initialisers leave members to their defaults on purpose.
  -Wno-missing-field-initializers
  $<$<COMPILE_LANGUAGE:CXX>:-Wconversion -Wnon-virtual-dtor -Woverloaded-virtual>
  # OAR_TRY is a statement expression, spelled with __extension__ wherever that silences clang.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression>
  # g++ 12 imagines both when it optimizes std::string and std::optional (GCC bugs 105651 and 80635).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<NOT:$<CONFIG:Debug>>>:-Wno-restrict$<SEMICOLON>-Wno-maybe-uninitialized>
  $<$<BOOL:${OAR_WERROR}>:-Werror>)

if(OAR_SANITIZE)
  string(REPLACE "," ";" oar_sanitizers "${OAR_SANITIZE}")
  foreach(sanitizer IN LISTS oar_sanitizers)
    add_compile_options(-fsanitize=${sanitizer})
    add_link_options(-fsanitize=${sanitizer})
  endforeach()
  add_compile_options(-fno-omit-frame-pointer -fno-sanitize-recover=all)
endif()
