// Lays the texts out with the macros of man(7): https://man7.org/linux/man-pages/man7/man.7.html
#include "host/cli/man_page.hpp"

#include <algorithm>

#include "host/cli/command_table.hpp"

namespace oar::cli {
namespace {

// Text as roff shows it as it is: "-" would become a hyphen, and a line that begins with a dot a request.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (char const c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// Lines that keep their spaces.
std::string block(std::string_view lines) {
  if (lines.empty()) return {};
  auto text = roff(lines);
  if (text.back() != '\n') text += "\n";
  return ".nf\n" + text + ".fi\n";
}

std::string option_entry(OptionWords const& option) {
  std::string names;
  if (!option.short_name.empty()) names = "\\-" + option.short_name;
  if (!option.long_name.empty()) names.append(names.empty() ? "" : ", ").append("\\-\\-" + roff(option.long_name));
  auto out = ".TP\n\\fB" + names + "\\fR";
  if (!option.value.empty()) out += " \\fI" + roff(option.value) + "\\fR";
  return out + "\n" + roff(option.description) + "\n";
}

std::string argument_entry(OptionWords const& argument) {
  return ".TP\n\\fI" + roff(argument.value) + "\\fR" + (argument.repeatable ? "..." : "") + "\n" +
         roff(argument.description) + "\n";
}

std::string usage(CommandWords const& words) {
  auto out = "\\fBoarlock " + roff(words.path) + "\\fR [\\fIOPTIONS\\fR]";
  for (auto const& argument : words.arguments)
    out += " \\fI" + roff(argument.value) + "\\fR" + (argument.repeatable ? "..." : "");
  return out;
}

std::string command_section(CommandWords const& words, CommandText const& text) {
  auto out = ".SS \"" + roff(text.name) + "\"\n" + usage(words) + "\n.PP\n" + roff(text.summary) + ".\n";
  if (!text.details.empty()) out += roff(text.details) + "\n";
  for (auto const& argument : words.arguments) out += argument_entry(argument);
  for (auto const& option : words.options)
    if (!option.general) out += option_entry(option);
  return out + ".PP\nExamples:\n.PP\n" + block(text.examples);
}

std::string commands_below(CommandWords const& words) {
  std::string out;
  auto const text = std::find_if(command_texts.begin(), command_texts.end(),
                                 [&](CommandText const& each) { return each.name == words.path; });
  if (text != command_texts.end()) out += command_section(words, *text);
  for (auto const& each : words.below) out += commands_below(each);
  return out;
}

std::string general_options(CommandWords const& root) {
  std::string out;
  for (auto const& option : root.options) out += option_entry(option);
  return out;
}

}  // namespace

std::string man_page(CommandWords const& root) {
  return ".TH OARLOCK 1 \"\" \"oarlock " OARLOCK_VERSION
         "\" \"User Commands\"\n"
         ".SH NAME\noarlock \\- copies rows from source plugins to destination plugins\n"
         ".SH SYNOPSIS\n\\fBoarlock\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...\n"
         ".SH DESCRIPTION\n" +
         roff(description_text()) + ".PP\n" + block(overview_text()) + ".SH COMMANDS\n" + commands_below(root) +
         ".SH \"GENERAL OPTIONS\"\nEvery command takes these; they stand before or behind it.\n" +
         general_options(root) + ".SH \"EXIT STATUS\"\n" + block(exit_code_text()) + ".SH FILES AND ENVIRONMENT\n" +
         block(files_text());
}

}  // namespace oar::cli
