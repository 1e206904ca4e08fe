# What comes from Debian, as imported targets.
set(Boost_NO_WARN_NEW_VERSIONS ON)
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)

# spdlog and fmt as headers only: the executable maps two libraries fewer at start.
find_package(spdlog REQUIRED)

find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
add_library(oar_valijson INTERFACE)
add_library(oar::valijson ALIAS oar_valijson)
target_include_directories(oar_valijson SYSTEM INTERFACE "${VALIJSON_INCLUDE_DIR}")
target_compile_definitions(oar_valijson INTERFACE VALIJSON_USE_EXCEPTIONS=1)

# Boost.JSON compiled once, position independent and hidden: a plugin carries its own copy and needs no Boost at run time.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/boost_json.cpp" CONTENT "#include <boost/json/src.hpp>\n")
add_library(oar_json STATIC "${PROJECT_BINARY_DIR}/generated/boost_json.cpp")
add_library(oar::json ALIAS oar_json)
target_link_libraries(oar_json PUBLIC Boost::headers)
set_target_properties(oar_json PROPERTIES CXX_VISIBILITY_PRESET hidden)
