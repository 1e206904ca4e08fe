// Goes through the ends one by one and keeps what is wrong with each.
#include "host/cli/ends.hpp"

#include <boost/json/serialize.hpp>

#include <map>

#include "host/config/spec.hpp"

namespace oar::cli {

class EndLoader {
 public:
  EndLoader(config::Loaded const& loaded, plugins::SearchPath const& search, Console& console, Stops const& stops)
      : loaded_{loaded}, search_{search}, console_{console}, stops_{stops} {}

  template <class Settings>
  std::unique_ptr<End> load(Settings const& settings, plugins::Role role) {
    auto end = std::unique_ptr<End>(new End{settings.name, role});
    end->services_ = std::make_unique<PluginLog>(console_.log(), settings.name,
                                                 role == plugins::Role::source ? stops_.soft : stops_.hard);
    end->handle_ = std::make_unique<plugins::HostHandle>(*end->services_);
    auto instance = create(settings, role, *end);
    if (!instance) {
      say(settings.origin, "/spec/path", instance.error().message());
      return nullptr;
    }
    end->instance_.emplace(std::move(*instance));
    return prepare(settings, *end) ? std::move(end) : nullptr;
  }

  std::vector<config::Problem> take_problems() { return std::move(problems_); }

 private:
  template <class Settings>
  Result<plugins::Instance> create(Settings const& settings, plugins::Role role, End& end) {
    auto const path = OAR_TRY(plugins::find(settings.path, search_));
    auto library = OAR_TRY(library_at(path, end));
    console_.log().debug(std::string(name_of(role)) + " " + settings.name + ": " + path.string());
    return plugins::Instance::create(std::move(library), {.name = settings.path, .role = role}, *end.handle_);
  }

  Result<std::shared_ptr<plugins::Library const>> library_at(std::filesystem::path const& path, End& end) {
    auto& known = libraries_[path];
    if (!known) known = OAR_TRY(plugins::Library::load(path, *end.services_));
    return known;
  }

  template <class Settings>
  bool prepare(Settings const& settings, End& end) {
    auto const schema = end.instance().spec();
    if (!schema) {
      say(settings.origin, "/spec/path", "the plugin does not tell its settings: " + schema.error().message());
      return false;
    }
    keep_secret(*schema, settings.spec);
    auto found = config::check_spec(end.instance().descriptor().name, *schema, settings.spec);
    bool const wrong = config::has_errors(found);
    problems_.insert(problems_.end(), found.begin(), found.end());
    if (wrong) return false;
    auto const configured = end.instance().configure(boost::json::serialize(settings.spec.value));
    if (!configured) say(settings.origin, "/spec/spec", configured.error().message());
    return static_cast<bool>(configured);
  }

  // Beside a secret's whole text, those of its parts that came from the environment or a file.
  void keep_secret(std::string_view schema, config::Located const& spec) {
    for (auto const& secret : config::secret_values(schema, spec.value)) {
      console_.redactor().add(secret);
      for (auto const& part : loaded_.secrets)
        if (!part.empty() && secret.find(part) != std::string::npos) console_.redactor().add(part);
    }
  }

  void say(config::Located const& origin, std::string_view pointer, std::string const& message) {
    problems_.push_back({origin.spot(pointer).value, origin.path_of(pointer), message, config::Severity::error});
  }

  config::Loaded const& loaded_;
  plugins::SearchPath const& search_;
  Console& console_;
  Stops const& stops_;
  std::map<std::filesystem::path, std::shared_ptr<plugins::Library const>> libraries_;
  std::vector<config::Problem> problems_;
};

Ends load_ends(config::Loaded const& loaded, Which which, plugins::SearchPath const& search, Console& console,
               Stops const& stops) {
  EndLoader loader{loaded, search, console, stops};
  Ends ends;
  for (auto const& source : loaded.config.sources)
    if (auto end = loader.load(source, plugins::Role::source)) ends.sources.push_back(std::move(end));
  if (which == Which::all)
    for (auto const& destination : loaded.config.destinations)
      if (auto end = loader.load(destination, plugins::Role::destination)) ends.destinations.push_back(std::move(end));
  ends.problems = loader.take_problems();
  config::sort_by_place(ends.problems);
  return ends;
}

}  // namespace oar::cli
