# The contract as targets: oar::abi (C headers), oar::json (Boost.JSON, compiled once), oar::sdk (the C++20 headers over both).
find_package(Boost 1.81 REQUIRED)

add_library(oar_abi INTERFACE)
add_library(oar::abi ALIAS oar_abi)
target_include_directories(oar_abi INTERFACE "${CMAKE_CURRENT_LIST_DIR}/../abi/include")

# Position independent and hidden: a plugin carries its own copy and needs no Boost at run time.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/boost_json.cpp" CONTENT "#include <boost/json/src.hpp>\n")
add_library(oar_json STATIC "${PROJECT_BINARY_DIR}/generated/boost_json.cpp")
add_library(oar::json ALIAS oar_json)
target_link_libraries(oar_json PUBLIC Boost::headers)
target_compile_features(oar_json PUBLIC cxx_std_20)
set_target_properties(oar_json PROPERTIES CXX_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)

add_library(oar_sdk INTERFACE)
add_library(oar::sdk ALIAS oar_sdk)
target_link_libraries(oar_sdk INTERFACE oar::abi oar::json)
