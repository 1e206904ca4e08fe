# oar_add_plugin(<name> SOURCES <file>... [LIBRARIES <target>...] [OUTPUT_DIRECTORY <folder>])
#
# Builds <name>.so (or .dll), a plugin that exports one symbol and nothing else. Works here and in a vendor's own tree; a C
# plugin needs the header alone, a C++ one gets the SDK and its own copy of Boost.JSON.
function(oar_add_plugin name)
  cmake_parse_arguments(ARG "" "OUTPUT_DIRECTORY" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT ARG_OUTPUT_DIRECTORY)
    set(ARG_OUTPUT_DIRECTORY "${OAR_PLUGIN_OUTPUT_DIRECTORY}")
  endif()
  set(target "oar_plugin_${name}")
  add_library(${target} MODULE ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE oar::sdk ${ARG_LIBRARIES})
  if(TARGET oar::compiler)
    target_link_libraries(${target} PRIVATE oar::compiler)  # our own warnings, in our own tree
  endif()
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_definitions(${target} PRIVATE OAR_BUILDING_PLUGIN)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME "${name}"
    LIBRARY_OUTPUT_DIRECTORY "${ARG_OUTPUT_DIRECTORY}"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(NOT WIN32)
    set(exports "${PROJECT_BINARY_DIR}/generated/plugin_exports.map")
    file(CONFIGURE OUTPUT "${exports}" CONTENT "{ global: oar_plugin_entry_v1; local: *; };\n")
    target_link_options(${target} PRIVATE "LINKER:--version-script=${exports}")
    if(NOT OAR_SANITIZE)
      target_link_options(${target} PRIVATE "LINKER:--no-undefined")
    endif()
  endif()
endfunction()
