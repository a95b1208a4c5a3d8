#include "memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>

namespace vcl {

namespace {
constexpr std::size_t kAlignment = 64;
// From here on a block is pages of its own: they go back to the system whole, in huge pages where it has them.
constexpr std::size_t kOwnPages = std::size_t{1} << 20;
constexpr std::size_t kPage = 4096;
// Blocks kept for reuse beyond this go back: a test phase's other sizes must not pile up.
constexpr std::size_t kKeptCap = std::size_t{1} << 30;

void* obtain(std::size_t size) {
  if (size < kOwnPages) return std::aligned_alloc(kAlignment, size);
  void* block = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) return nullptr;
#ifdef MADV_HUGEPAGE
  madvise(block, size, MADV_HUGEPAGE);
#endif
  return block;
}

void giveBack(void* block, std::size_t size) {
  if (size < kOwnPages) std::free(block);
  else munmap(block, size);
}
}  // namespace

Pool& Pool::shared() {
  static Pool* pool = new Pool();  // never destroyed: buffers may outlive static destructors at exit
  return *pool;
}

// Small blocks: powers of two. Large ones: whole pages.
std::size_t Pool::classOf(std::size_t bytes) const {
  if (bytes > (std::size_t{1} << 16)) return (bytes + kPage - 1) / kPage * kPage;
  std::size_t power = 256;
  while (power < bytes) power <<= 1;
  return power;
}

void* Pool::take(std::size_t bytes) {
  const std::size_t size = classOf(bytes);
  std::lock_guard<std::mutex> lock(mutex_);
  void* block = nullptr;
  auto found = free_.find(size);
  if (found != free_.end() && !found->second.empty()) {
    block = found->second.back();
    found->second.pop_back();
    kept_ -= size;
  } else {
    block = fresh(size);
  }
  used_ += size;
  if (used_ > peak_) peak_ = used_;
  return block;
}

// A new block. Kept ones of other sizes make room for it. The lock is held.
void* Pool::fresh(std::size_t size) {
  if (size > cap_ || used_ > cap_ - size) throw OutOfMemory{size, used_};
  const std::size_t most = std::max(peak_, used_ + size);
  const std::size_t room = std::min(most + most / 16, cap_) - used_ - size;
  if (kept_ > room) release(room);
  void* block = obtain(size);
  if (block == nullptr) {
    release(0);
    block = obtain(size);
  }
  if (block == nullptr) throw OutOfMemory{size, used_};
  return block;
}

void Pool::give(void* block, std::size_t bytes) {
  const std::size_t size = classOf(bytes);
  std::lock_guard<std::mutex> lock(mutex_);
  used_ -= size;
  if (kept_ + size > kKeptCap) release(kKeptCap > size ? kKeptCap - size : 0);
  free_[size].push_back(block);
  kept_ += size;
}

// Largest blocks first, until at most `bytes` are kept. The lock is held.
void Pool::release(std::size_t bytes) {
  for (auto entry = free_.rbegin(); entry != free_.rend() && kept_ > bytes; ++entry) {
    auto& blocks = entry->second;
    while (!blocks.empty() && kept_ > bytes) {
      giveBack(blocks.back(), entry->first);
      blocks.pop_back();
      kept_ -= entry->first;
    }
  }
}

void Pool::trim() {
  std::lock_guard<std::mutex> lock(mutex_);
  release(0);
}

std::size_t Pool::used() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return used_;
}

std::size_t Pool::kept() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return kept_;
}

std::size_t Pool::peak() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return peak_;
}

void Pool::resetPeak() {
  std::lock_guard<std::mutex> lock(mutex_);
  peak_ = used_;
}

void Pool::setCap(std::size_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  cap_ = bytes;
  if (kept_ > 0 && used_ + kept_ > cap_) release(cap_ > used_ ? cap_ - used_ : 0);
}

Buffer::~Buffer() {
  if (data_ != nullptr) Pool::shared().give(data_, bytes_);
}

void* Buffer::data() {
  if (data_ == nullptr) data_ = Pool::shared().take(bytes_ == 0 ? 1 : bytes_);
  return data_;
}

}  // namespace vcl
