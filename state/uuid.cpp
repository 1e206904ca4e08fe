// 122 random bits of the system's, as text.
#include "state/uuid.hpp"

#include <random>

namespace oar::state {

std::string uuid_v4() {
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "xxxxxxxx-xxxx-4xxx-Nxxx-xxxxxxxxxxxx";
  std::random_device random;
  for (char& c : text) {
    if (c == 'x') c = digits[random() & 15u];
    if (c == 'N') c = digits[8u | (random() & 3u)];
  }
  return text;
}

}  // namespace oar::state
