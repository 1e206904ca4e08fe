// Trees in the temporary folder, and a second process for what root could not see fail.
#include "support.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

namespace machine::test {
namespace fs = std::filesystem;

Tree::Tree() {
  auto pattern = (fs::temp_directory_path() / "oarlock-linux-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) FAIL("no temporary folder");
  root_ = pattern;
  fs::permissions(root_, fs::perms{0755});
}

Tree::~Tree() {
  std::error_code ignored;
  for (auto const& entry :
       fs::recursive_directory_iterator{root_, fs::directory_options::skip_permission_denied, ignored})
    if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) fs::permissions(entry, fs::perms{0755}, ignored);
  fs::remove_all(root_, ignored);
}

void Tree::write(std::string const& name, std::string const& content) const {
  fs::create_directories(path(name).parent_path());
  std::ofstream{path(name), std::ios::binary} << content;
}

void Tree::append(std::string const& name, std::string const& content) const {
  std::ofstream{path(name), std::ios::binary | std::ios::app} << content;
}

void Tree::write_gzip(std::string const& name, std::string const& content) const {
  fs::create_directories(path(name).parent_path());
  auto* const file = gzopen(path(name).c_str(), "wb");
  gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
  gzclose(file);
}

void Tree::link(std::string const& name, std::string const& target) const {
  fs::create_directories(path(name).parent_path());
  fs::create_symlink(target, path(name));
}

std::string Tree::content(std::string const& name) const {
  std::ifstream in{path(name), std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

bool holds_for_ordinary_user(std::function<bool()> const& check) {
  constexpr uid_t nobody = 65534;
  auto const child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setresgid(nobody, nobody, nobody) != 0 || ::setresuid(nobody, nobody, nobody) != 0))
      ::_exit(2);
    ::_exit(check() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace machine::test
