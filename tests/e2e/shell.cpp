#include "shell.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace oar::e2e {

bool has_program(std::string const& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

Run run_program(Folder const& folder, std::string const& command_line) {
  auto const binary = std::filesystem::path(OAR_BINARY).parent_path().string();
  auto const whole = "cd '" + folder.path().string() + "' && unset OARLOCK_PLUGIN_PATH OARLOCK_STATE && PATH='" +
                     binary + "':$PATH LC_ALL=C.UTF-8 " + command_line + " 2>&1";
  Run run;
  FILE* const pipe = ::popen(whole.c_str(), "r");
  if (pipe == nullptr) return run;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    run.out.append(buffer.data(), n);
  int const status = ::pclose(pipe);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace oar::e2e
