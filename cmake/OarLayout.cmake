# Where what is built lands. The executable finds ../plugins beside its own folder, here and in an installation's build tree.
include(GNUInstallDirs)

option(OAR_TESTS "Build the tests and the plugins they use" ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(OAR_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/plugins")
set(OAR_TEST_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/test-plugins")
