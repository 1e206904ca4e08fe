#pragma once
// Stands between a client and a PostgreSQL server, carries their bytes, and cuts one connection off at an exact moment
// of a commit.

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace oar::e2e {

class CuttingProxy {
 public:
  // COMMIT never arrives; it arrives, and the client is gone; the server has answered, and the client never hears.
  enum class When { before, during, after };

  // `server`: its socket. Our own has the same name, in `folder`. The nth COMMIT of all connections is cut.
  CuttingProxy(std::filesystem::path const& server, std::filesystem::path const& folder, When when, int nth);
  ~CuttingProxy();
  CuttingProxy(CuttingProxy const&) = delete;
  CuttingProxy& operator=(CuttingProxy const&) = delete;

  bool has_cut() const { return cut_; }

 private:
  struct Pair {
    int client = -1;
    int server = -1;
    bool answer_is_cut = false;  // the next thing that the server says
  };

  void serve(std::stop_token const& stop);
  void accept_one();
  // False when the pair is to be closed.
  bool carry_to_server(Pair& pair);
  bool carry_to_client(Pair& pair);

  std::filesystem::path const server_;
  When const when_;
  int commits_left_;
  int listener_ = -1;
  std::vector<Pair> pairs_;  // the thread's own
  std::atomic<bool> cut_ = false;
  std::jthread thread_;
};

}  // namespace oar::e2e
