#include "runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <oar/glob.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "tests/support/cleanup/cleanup.hpp"

namespace conformance {
namespace {

using Clock = std::chrono::steady_clock;

using oar::test::in_quotes;

// A shell command of the quirks, in their folder.
std::string shell_line(Quirks const& quirks, std::string const& command, fs::path const& suite, fs::path const& dir) {
  return "cd " + in_quotes(quirks.folder.string()) + " && SUITE=" + in_quotes(suite.string()) +
         " DIR=" + in_quotes(dir.string()) + " sh -eu -c " + in_quotes(command) + " >&2 </dev/null";
}

void run_shell(Quirks const& quirks, std::string const& command, fs::path const& suite, fs::path const& dir) {
  if (command.empty()) return;
  auto const status = ::system(shell_line(quirks, command, suite, dir).c_str());
  expect(status == 0, "the quirks' command failed: ", command);
}

// Cleans up behind the quirks and removes the folder of all.
std::string last_command(Quirks const& quirks, fs::path const& root, fs::path const& suite) {
  auto const clean = quirks.cleanup.empty() ? "true" : shell_line(quirks, quirks.cleanup, suite, {});
  return "(" + clean + "); status=$?; rm -rf " + in_quotes(root.string()) + " && exit $status";
}

Outcome outcome_of(Rule const& rule, Run const& run) {
  Outcome out{.rule = std::string{rule.id}};
  try {
    run_shell(run.quirks, run.quirks.setup, run.suite, run.dir());
    rule.check(run);
  } catch (Broken const& fault) {
    auto const elsewhere = !fault.rule.empty() && fault.rule != rule.id;
    out.verdict = elsewhere ? Verdict::blocked : Verdict::broken;
    out.blocker = elsewhere ? fault.rule : "";
    out.text = fault.what();
  } catch (NotAsked const& reason) {
    out.verdict = Verdict::not_asked;
    out.text = reason.what();
  } catch (std::exception const& fault) {
    out.verdict = Verdict::broken;
    out.text = std::string{"the check itself failed: "} + fault.what();
  }
  return out;
}

// The outcome as lines for the pipe: verdict, blocker, text.
void send(int pipe, Outcome const& outcome) {
  auto const text = joined(static_cast<int>(outcome.verdict), "\n", outcome.blocker, "\n", outcome.text);
  for (std::size_t at = 0; at < text.size();) {
    auto const written = ::write(pipe, text.data() + at, text.size() - at);
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

// What a plugin prints is none of the suite's results.
void redirect_output(fs::path const& folder) {
  auto const path = (folder / "printed").string();
  auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0) ::dup2(file, STDOUT_FILENO);
  ::close(file);
}

[[noreturn]] void be_child(Rule const& rule, Run const& run, int pipe) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // what cleans up waits for the end of this process, too
  redirect_output(run.folder);
  auto outcome = outcome_of(rule, run);
  std::fflush(stdout);
  std::ifstream printed{run.folder / "printed"};
  if (outcome.verdict == Verdict::holds && printed.peek() != std::ifstream::traits_type::eof()) {
    std::string line;
    std::getline(printed, line);
    auto const here = rule.id == "library.quiet";
    outcome = {outcome.rule, here ? Verdict::broken : Verdict::blocked, here ? "" : "library.quiet",
               "the plugin wrote to the standard output, which belongs to the host: " + line};
  }
  send(pipe, outcome);
  ::close(pipe);
  ::exit(0);  // as a host ends: with the destructors of what is loaded
}

// Everything the child says until it closes its end; false = it did not within the time.
bool receive(int pipe, Clock::time_point deadline, std::string& into) {
  for (;;) {
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{pipe, POLLIN, 0};
    if (left <= 0) return false;
    auto const ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready == 0) return false;
    if (ready < 0) continue;
    char room[4096];
    auto const size = ::read(pipe, room, sizeof room);
    if (size <= 0) return true;
    into.append(room, static_cast<std::size_t>(size));
  }
}

Outcome parse(Rule const& rule, std::string const& said) {
  auto const first = said.find('\n');
  auto const second = said.find('\n', first + 1);
  return {std::string{rule.id}, static_cast<Verdict>(std::stoi(said.substr(0, first))),
          said.substr(first + 1, second - first - 1), said.substr(second + 1)};
}

Outcome ended_badly(Rule const& rule, int status) {
  auto const how = WIFSIGNALED(status) ? joined("crashed: ", ::strsignal(WTERMSIG(status)))
                                       : joined("ended the process with exit code ", WEXITSTATUS(status));
  return {std::string{rule.id}, Verdict::broken, "", "the plugin " + how};
}

Outcome in_child(Rule const& rule, Run const& run, std::chrono::seconds patience) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"pipe"};
  std::cout.flush();
  auto const child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    be_child(rule, run, ends[1]);
  }
  ::close(ends[1]);
  std::string said;
  auto const ended = receive(ends[0], Clock::now() + patience, said);
  ::close(ends[0]);
  if (!ended) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!ended)
    return {std::string{rule.id}, Verdict::broken, "",
            joined("the plugin hangs: nothing for ", patience.count(), " s")};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return ended_badly(rule, status);
  return parse(rule, said);
}

std::string const* reason_without(Quirks const& quirks, std::string_view rule) {
  for (auto const& [glob, reason] : quirks.without)
    if (oar::glob_matches(glob, rule)) return &reason;
  return nullptr;
}

fs::path new_folder() {
  auto name = (fs::temp_directory_path() / "oar-conformance-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder " + name};
  ::chmod(name.c_str(), 0711);  // a server in it may run as another user
  return name;
}

}  // namespace

std::vector<Outcome> check(Rules const& rules, Quirks const& quirks, Options const& options,
                           void (*tell)(Outcome const&)) {
  auto const root = new_folder();
  auto const suite = root / "suite";
  oar::test::Cleanup cleanup{last_command(quirks, root, suite)};
  fs::create_directory(suite);
  std::vector<Outcome> outcomes;
  run_shell(quirks, quirks.prepare, suite, {});
  for (auto const& rule : rules) {
    Run const run{options.plugin, quirks, root / std::to_string(outcomes.size()), suite};
    fs::create_directories(run.dir());
    if (auto const* reason = reason_without(quirks, rule.id))
      outcomes.push_back({std::string{rule.id}, Verdict::not_asked, "", *reason});
    else if (options.isolation == Isolation::process)
      outcomes.push_back(in_child(rule, run, options.patience));
    else
      outcomes.push_back(outcome_of(rule, run));
    fs::remove_all(run.folder);
    tell(outcomes.back());
  }
  expect(cleanup.run(), "the quirks' command failed: ", quirks.cleanup);
  return outcomes;
}

}  // namespace conformance
