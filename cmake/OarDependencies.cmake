# What the host needs from Debian, as imported targets.
set(Boost_NO_WARN_NEW_VERSIONS ON)
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)

find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
add_library(oar_valijson INTERFACE)
add_library(oar::valijson ALIAS oar_valijson)
target_include_directories(oar_valijson SYSTEM INTERFACE "${VALIJSON_INCLUDE_DIR}")
target_compile_definitions(oar_valijson INTERFACE VALIJSON_USE_EXCEPTIONS=1)
