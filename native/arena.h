// A stretch of address space that is cut into blocks as they are asked for. A page belongs to the system until something is
// written there, and stays with the arena from then on: the next step's blocks lie where this step's lay.
#pragma once
#include <cstddef>
#include <map>
#include <set>
#include <utility>

namespace vcl {

class Arena {
 public:
  /// Reserves `bytes` of addresses, fewer where the system refuses, but at least `least`: else nothing, and `take` finds no place.
  Arena(std::size_t bytes, std::size_t least);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// The smallest free place that is large enough; nullptr where there is none. Sizes are multiples of `kGrain`.
  void* take(std::size_t size);
  void give(void* block, std::size_t size);
  bool holds(const void* block) const;
  /// Bytes that are free, but still held from the system.
  std::size_t kept() const { return kept_; }
  /// Gives the system back what is free.
  void trim();

  static constexpr std::size_t kGrain = 256;

 private:
  // A free place. Of its bytes the first `touched` may be held from the system.
  struct Place {
    std::size_t size, touched;
  };
  using Places = std::map<std::size_t, Place>;
  void add(std::size_t offset, Place place);
  void remove(Places::iterator at);

  char* base_ = nullptr;
  std::size_t bytes_ = 0, kept_ = 0;
  Places places_;                                         // by offset
  std::set<std::pair<std::size_t, std::size_t>> bySize_;  // size, offset
};

}  // namespace vcl
