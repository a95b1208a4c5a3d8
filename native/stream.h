// One queue of kernels and the thread that works it off in order. The program's thread runs ahead.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace vcl {

/// What went wrong in the queue: the first failing kernel's name and reason. Kernels behind it are skipped.
struct Failure {
  std::string kernel;
  std::string reason;
};

class Stream {
 public:
  explicit Stream(int threads);
  /// Ends after the kernel in flight. Queued kernels are dropped; queued calls are told so.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Queues a kernel; waits where the queue is so long that running further ahead would only hold memory.
  void push(std::string name, std::function<void()> kernel);
  /// Queues a call that runs even after a failure or at the end of the stream, which it is handed (nullptr where all went well). The failure is then
  /// forgotten: one mistake reaches one caller.
  void then(std::function<void(const Failure*)> call);
  /// Blocks until everything queued so far is done.
  void wait();
  /// What is queued from now on runs with this many threads.
  void setThreads(int threads);
  /// Seconds spent in each kernel since the last call; blocks like `wait`.
  std::map<std::string, double> takeProfile();

 private:
  struct Task {
    std::string name;
    std::function<void()> kernel;
    std::function<void(const Failure*)> call;
  };
  void work();
  std::mutex mutex_;
  std::condition_variable arrived_, drained_;
  std::deque<Task> queue_;
  bool busy_ = false, stopping_ = false, failed_ = false;
  Failure failure_;
  std::map<std::string, double> seconds_;
  std::thread worker_;
};

}  // namespace vcl
