#include "stream.h"

#include <omp.h>

#include <chrono>
#include <dnnl.hpp>
#include <exception>
#include <new>

#include "memory.h"

namespace vcl {

namespace {
constexpr std::size_t kLongestQueue = 4096;

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }
}  // namespace

Stream::Stream(int threads) : worker_([this] { work(); }) { setThreads(threads); }

Stream::~Stream() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  worker_.join();
  const Failure closed{"queue", "the engine was closed"};
  for (const Task& task : queue_)
    if (task.call) task.call(&closed);
}

void Stream::setThreads(int threads) {
  push("threads", [threads] { omp_set_num_threads(threads); });
}

void Stream::push(std::string name, std::function<void()> kernel) {
  std::unique_lock<std::mutex> lock(mutex_);
  drained_.wait(lock, [this] { return queue_.size() < kLongestQueue || stopping_; });
  queue_.push_back({std::move(name), std::move(kernel), nullptr});
  lock.unlock();
  arrived_.notify_one();
}

void Stream::then(std::function<void(const Failure*)> call) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back({"", nullptr, std::move(call)});
  }
  arrived_.notify_one();
}

void Stream::wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  drained_.wait(lock, [this] { return (queue_.empty() && !busy_) || stopping_; });
}

std::map<std::string, double> Stream::takeProfile() {
  wait();
  std::map<std::string, double> taken;
  taken.swap(seconds_);
  return taken;
}

void Stream::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      busy_ = true;
      lock.unlock();
      if (task.call) {
        const bool failed = failed_;
        failed_ = false;
        task.call(failed ? &failure_ : nullptr);
      } else if (!failed_) {
        try {
          const auto begin = std::chrono::steady_clock::now();
          task.kernel();
          seconds_[task.name] += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        } catch (const OutOfMemory& error) {
          failed_ = true;
          failure_ = {task.name, "out of memory: " + megabytes(error.wanted) + " more were wanted, " + megabytes(error.held) + " are in use"};
        } catch (const std::bad_alloc&) {
          failed_ = true;
          failure_ = {task.name, "out of memory: " + megabytes(Pool::shared().used()) + " are in use"};
        } catch (const dnnl::error& error) {
          failed_ = true;
          const bool memory = error.status == dnnl_out_of_memory;
          failure_ = {task.name, memory ? "out of memory: " + megabytes(Pool::shared().used()) + " are in use" : error.what()};
        } catch (const std::exception& error) {
          failed_ = true;
          failure_ = {task.name, error.what()};
        }
      }
    }  // the task's buffers are given back here, before the queue counts as drained
    lock.lock();
    busy_ = false;
    drained_.notify_all();
  }
}

}  // namespace vcl
