# Sources that include one header each, twice: alone_c and alone_cpp.
file(GLOB_RECURSE headers RELATIVE "${PROJECT_SOURCE_DIR}/abi/include" CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/abi/include/oar/*.h")

foreach(header IN LISTS headers)
  string(MAKE_C_IDENTIFIER "${header}" stem)
  foreach(language c cpp)
    set(alone "${CMAKE_CURRENT_BINARY_DIR}/alone/${stem}.${language}")
    file(CONFIGURE OUTPUT "${alone}" CONTENT "#include <${header}>\n#include <${header}>\nextern int oar_alone;\n")
    list(APPEND alone_${language} "${alone}")
  endforeach()
endforeach()
