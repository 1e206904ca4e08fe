# find_package(OarlockSdk) for a plugin in a tree of its own: cmake -B build -DOarlockSdk_DIR=<oarlock>/cmake
# Gives oar_add_plugin() and the targets oar::abi and oar::sdk. Plugins land in the build folder.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT OAR_PLUGIN_OUTPUT_DIRECTORY)
  set(OAR_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/OarSdk.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/OarPlugin.cmake")
