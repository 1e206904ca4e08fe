# oar_add_test(<name> SOURCES <file>... [LIBRARIES <target>...] [LABELS <label>...] [DEFINITIONS <d>...] [TIMEOUT <seconds>])
#
# A Catch2 executable registered with ctest. Labels say which CI steps run it: unit, abi, e2e, engine.
# Builds what `ctest -L engine` runs, and no more: the part that ThreadSanitizer watches.
add_custom_target(engine_tests)

function(oar_add_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBRARIES;LABELS;DEFINITIONS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE oar::compiler oar::test_main ${ARG_LIBRARIES})
  target_compile_definitions(${name} PRIVATE
    OAR_BINARY="$<TARGET_FILE_DIR:${name}>/oarlock"
    OAR_PLUGINS="${OAR_PLUGIN_OUTPUT_DIRECTORY}"
    OAR_TEST_PLUGINS="${OAR_TEST_PLUGIN_OUTPUT_DIRECTORY}"
    OAR_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}"
    ${ARG_DEFINITIONS})
  add_test(NAME ${name} COMMAND ${name})
  if("engine" IN_LIST ARG_LABELS)
    add_dependencies(engine_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT})  # long ones first
endfunction()
