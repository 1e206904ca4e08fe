// A plugin's settings: read into a struct, described as a JSON Schema; and the cursors that a source wrote.

#include <oar/cursor.hpp>
#include <oar/json_schema.hpp>

#include <catch2/catch.hpp>

namespace {

enum class Mode { fast, safe };
BOOST_DESCRIBE_ENUM(Mode, fast, safe)

struct Login {
  std::string user = "me";
  oar::Secret<std::string> password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (user, password))
constexpr auto oar_settings(Login const*) {
  return std::to_array<oar::Setting>({{"user", "Who logs in"}, {"password", "With what"}});
}

struct Config {
  oar::Required<std::string> account;
  std::int64_t page_size = 100;
  std::uint16_t port = 443;
  std::optional<std::string> proxy;
  Mode mode = Mode::safe;
  std::optional<Mode> fallback;
  std::vector<std::string> labels = {"a"};
  std::map<std::string, std::int32_t> limits;
  Login login;
};
BOOST_DESCRIBE_STRUCT(Config, (), (account, page_size, port, proxy, mode, fallback, labels, limits, login))
constexpr auto oar_settings(Config const*) {
  return std::to_array<oar::Setting>({{"account", "Which account is read"},
                                      {"page_size", "Rows a request", R"({"minimum": 1, "maximum": 1000})"},
                                      {"port", "Where"},
                                      {"proxy", "Through what"},
                                      {"mode", "How"},
                                      {"fallback", "How else"},
                                      {"labels", "Which"},
                                      {"limits", "How many of each"},
                                      {"login", "As whom"}});
}
static_assert(oar::all_described<Config>());

struct Silent {
  std::string said, unsaid;
};
BOOST_DESCRIBE_STRUCT(Silent, (), (said, unsaid))
constexpr auto oar_settings(Silent const*) { return std::to_array<oar::Setting>({{"said", "A sentence"}}); }
static_assert(!oar::all_described<Silent>());

struct ManySilent {
  std::vector<Silent> items;
};
BOOST_DESCRIBE_STRUCT(ManySilent, (), (items))
constexpr auto oar_settings(ManySilent const*) { return std::to_array<oar::Setting>({{"items", "Several"}}); }
static_assert(!oar::all_described<ManySilent>());  // a list used to hide what its members lacked

struct Strict {
  oar::Required<Mode> mode;
  oar::Required<Login> login;
  oar::Required<std::vector<Mode>> modes;
  oar::Required<std::map<std::string, Login>> logins;
};
BOOST_DESCRIBE_STRUCT(Strict, (), (mode, login, modes, logins))
constexpr auto oar_settings(Strict const*) {
  return std::to_array<oar::Setting>(
      {{"mode", "How"}, {"login", "As whom"}, {"modes", "How else"}, {"logins", "As whom else"}});
}
static_assert(oar::all_described<Strict>());

struct Position {
  std::int64_t page = 0;
  std::string token;
};
BOOST_DESCRIBE_STRUCT(Position, (), (page, token))

std::string refusal(std::string_view text) {
  auto const config = oar::read_config<Config>(text);
  REQUIRE_FALSE(config);
  CHECK(config.error().code() == oar::Errc::config);
  return config.error().message();
}

}  // namespace

TEST_CASE("settings that are not given keep their defaults") {
  auto const config = oar::read_config<Config>(R"({"account": "a1"})");
  REQUIRE(config);
  CHECK(*config->account == "a1");
  CHECK(config->page_size == 100);
  CHECK_FALSE(config->proxy);
  CHECK(config->mode == Mode::safe);
  CHECK(config->labels == std::vector<std::string>{"a"});
  CHECK(config->login.user == "me");
}

TEST_CASE("every kind of setting is read") {
  auto const config = oar::read_config<Config>(
      R"({"account": "a", "page_size": 7, "port": 80, "proxy": "p", "mode": "fast", "fallback": null, "labels": [],)"
      R"( "limits": {"x": 3}, "login": {"password": "secret"}})");
  REQUIRE(config);
  CHECK(config->page_size == 7);
  CHECK(config->proxy == "p");
  CHECK(config->mode == Mode::fast);
  CHECK_FALSE(config->fallback);
  CHECK(config->labels.empty());
  CHECK(config->limits.at("x") == 3);
  CHECK(config->login.user == "me");
  CHECK(config->login.password.reveal() == "secret");
}

TEST_CASE("a wrong setting is refused with its place, and its value is not repeated") {
  CHECK(refusal("{}") == "/account: is required");
  CHECK(refusal(R"({"account": "a", "port": 70000})") == "/port: expected an integer in range");
  CHECK(refusal(R"({"account": "a", "mode": "slow"})") == "/mode: expected one of fast, safe");
  CHECK(refusal(R"({"account": "a", "labels": ["x", 5]})") == "/labels/1: expected text");
  CHECK(refusal(R"({"account": "a", "limits": {"x": "many"}})") == "/limits/x: expected an integer in range");
  CHECK(refusal(R"({"account": "a", "login": {"pasword": "hunter2"}})") == "/login/pasword: unknown setting");
  CHECK(refusal(R"({"account": "a", "login": {"password": 12345}})") == "/login/password: expected text");
  CHECK(refusal("[]") == "/: expected an object");
  CHECK(refusal("hunter2").find("hunter2") == std::string::npos);
}

// An enum or a struct of the plugin's own did not compile as one.
TEST_CASE("what is required may be an enum, a struct, or a list or map of them") {
  auto const strict = oar::read_config<Strict>(
      R"({"mode": "fast", "login": {"user": "ada"}, "modes": ["safe", "fast"], "logins": {"x": {"user": "bob"}}})");
  REQUIRE(strict);
  CHECK(*strict->mode == Mode::fast);
  CHECK(strict->login->user == "ada");
  CHECK(*strict->modes == std::vector<Mode>{Mode::safe, Mode::fast});
  CHECK(strict->logins->at("x").user == "bob");

  auto const why = [](std::string_view text) { return oar::read_config<Strict>(text).error().message(); };
  CHECK(why(R"({"login": {}, "modes": [], "logins": {}})") == "/mode: is required");
  CHECK(why(R"({"mode": "fast", "modes": [], "logins": {}})") == "/login: is required");
  CHECK(why(R"({"mode": "slow", "login": {}, "modes": [], "logins": {}})") == "/mode: expected one of fast, safe");
  CHECK(why(R"({"mode": "fast", "login": {"usr": "a"}, "modes": [], "logins": {}})") == "/login/usr: unknown setting");

  auto const schema = boost::json::parse(oar::json_schema<Strict>()).as_object();
  CHECK(boost::json::serialize(schema.at("required")) == R"(["mode","login","modes","logins"])");
  auto const& properties = schema.at("properties").as_object();
  CHECK(boost::json::serialize(properties.at("mode")) ==
        R"({"type":"string","enum":["fast","safe"],"description":"How"})");
  CHECK(properties.at("login").as_object().at("properties").as_object().contains("user"));
}

TEST_CASE("the schema says types, defaults, limits, secrets and what is required") {
  auto const schema = boost::json::parse(oar::json_schema<Config>()).as_object();
  auto const& properties = schema.at("properties").as_object();
  auto const text = [&](char const* name) { return boost::json::serialize(properties.at(name)); };

  CHECK(boost::json::serialize(schema.at("required")) == R"(["account"])");
  CHECK(schema.at("additionalProperties") == boost::json::value(false));
  CHECK(text("account") == R"({"type":"string","description":"Which account is read"})");
  CHECK(text("page_size") ==
        R"({"type":"integer","description":"Rows a request","default":100,"minimum":1,"maximum":1000})");
  CHECK(text("port") == R"({"type":"integer","minimum":0,"maximum":65535,"description":"Where","default":443})");
  CHECK(text("proxy") == R"({"type":["string","null"],"description":"Through what"})");
  CHECK(text("mode") == R"({"type":"string","enum":["fast","safe"],"description":"How","default":"safe"})");
  CHECK(text("fallback") == R"({"type":["string","null"],"enum":["fast","safe",null],"description":"How else"})");
  CHECK(text("labels") == R"({"type":"array","items":{"type":"string"},"description":"Which","default":["a"]})");

  auto const& login = properties.at("login").as_object();
  CHECK(login.at("description") == boost::json::value("As whom"));
  auto const& password = login.at("properties").as_object().at("password").as_object();
  CHECK(password.at("writeOnly") == boost::json::value(true));
  CHECK_FALSE(password.contains("default"));
}

TEST_CASE("a cursor gives back the number, the text or the struct that it was made of") {
  CHECK(*oar::Cursor{std::int64_t{-7}}.value_or<std::int64_t>(0) == -7);
  CHECK(*oar::Cursor{"2026-01-01"}.value_or<std::string>("") == "2026-01-01");
  auto const position = oar::Cursor{Position{3, "t\n"}}.value_or(Position{});
  REQUIRE(position);
  CHECK(position->page == 3);
  CHECK(position->token == "t\n");
  CHECK(*oar::Cursor{}.value_or<std::int64_t>(5) == 5);
}

TEST_CASE("a cursor that the source did not write is expired, never read as something else") {
  auto const refused = [](auto const& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code() == oar::Errc::cursor_expired);
  };
  refused(oar::Cursor{"12x"}.value_or<std::int64_t>(0));
  refused(oar::Cursor{"99999999999999999999"}.value_or<std::int64_t>(0));
  // A malformed struct used to be reported as a fault of the user's settings.
  refused(oar::Cursor{"12"}.value_or(Position{}));
  refused(oar::Cursor{R"({"page": 1, "offset": 2})"}.value_or(Position{}));
}
