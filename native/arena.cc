#include "arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>

namespace vcl {

namespace {
constexpr std::size_t kPage = 4096;
}

Arena::Arena(std::size_t bytes, std::size_t least) {
  for (std::size_t size = std::max(bytes, least); base_ == nullptr && size >= least; size /= 2) {
    void* found = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (found == MAP_FAILED) continue;
    base_ = static_cast<char*>(found);
    bytes_ = size;
  }
  if (base_ == nullptr) return;
#ifdef MADV_HUGEPAGE
  madvise(base_, bytes_, MADV_HUGEPAGE);
#endif
  add(0, {bytes_, 0});
}

Arena::~Arena() {
  if (base_ != nullptr) munmap(base_, bytes_);
}

void* Arena::take(std::size_t size) {
  const auto found = bySize_.lower_bound({size, 0});
  if (found == bySize_.end()) return nullptr;
  const auto at = places_.find(found->second);
  const auto [offset, place] = *at;
  remove(at);
  const std::size_t touched = std::min(size, place.touched);
  if (place.size > size) add(offset + size, {place.size - size, place.touched - touched});
  return base_ + offset;
}

void Arena::give(void* block, std::size_t size) {
  std::size_t offset = static_cast<std::size_t>(static_cast<char*>(block) - base_);
  Place place{size, size};
  const auto after = places_.lower_bound(offset);
  if (after != places_.end() && after->first == offset + size) {
    place = {size + after->second.size, size + after->second.touched};
    remove(after);
  }
  auto before = places_.lower_bound(offset);
  if (before != places_.begin() && (--before)->first + before->second.size == offset) {
    offset = before->first;
    place = {before->second.size + place.size, before->second.touched + place.touched};
    remove(before);
  }
  add(offset, place);
}

bool Arena::holds(const void* block) const {
  const auto address = reinterpret_cast<std::uintptr_t>(block), base = reinterpret_cast<std::uintptr_t>(base_);
  return address >= base && address < base + bytes_;
}

void Arena::trim() {
  for (auto& [offset, place] : places_) {
    if (place.touched == 0) continue;
    // Whole pages only: the first and the last may be a neighbour's too.
    const std::size_t begin = (offset + kPage - 1) / kPage * kPage, end = (offset + place.size) / kPage * kPage;
    if (begin < end) madvise(base_ + begin, end - begin, MADV_DONTNEED);
    kept_ -= place.touched;
    place.touched = 0;
  }
}

void Arena::add(std::size_t offset, Place place) {
  kept_ += place.touched;
  places_.emplace(offset, place);
  bySize_.emplace(place.size, offset);
}

void Arena::remove(Places::iterator at) {
  kept_ -= at->second.touched;
  bySize_.erase({at->second.size, at->first});
  places_.erase(at);
}

}  // namespace vcl
