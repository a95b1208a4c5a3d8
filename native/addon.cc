// The door to Node: buffers are numbers, kernels are queued by name.
#include <malloc.h>
#include <napi.h>

#include <dnnl.hpp>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "kernel.h"
#include "stream.h"

namespace vcl {

const KernelTable& kernels() {
  static const KernelTable* table = [] {
    auto* t = new KernelTable();
    addConvolution(*t);
    addNorm(*t);
    addPooling(*t);
    addElementwise(*t);
    addLinear(*t);
    addOptimizers(*t);
    return t;
  }();
  return *table;
}

namespace {

// One engine a Node environment: a worker thread of Node has its own.
class Engine : public Napi::ObjectWrap<Engine> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Engine",
                       {InstanceMethod<&Engine::allocate>("allocate"), InstanceMethod<&Engine::release>("release"),
                        InstanceMethod<&Engine::write>("write"), InstanceMethod<&Engine::read>("read"),
                        InstanceMethod<&Engine::readSync>("readSync"), InstanceMethod<&Engine::run>("run"),
                        InstanceMethod<&Engine::memory>("memory"), InstanceMethod<&Engine::profile>("profile"), InstanceMethod<&Engine::setThreads>("setThreads"), InstanceMethod<&Engine::setMemory>("setMemory"), InstanceMethod<&Engine::close>("close")});
  }

  explicit Engine(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Engine>(info) {
    stream_ = std::make_unique<Stream>(info[0].As<Napi::Number>().Int32Value());
    done_ = Napi::ThreadSafeFunction::New(info.Env(), Napi::Function::New(info.Env(), [](const Napi::CallbackInfo&) {}), "vcl read", 0, 1);
    done_.Unref(info.Env());
    Ref();  // until Node leaves: the hook below knows this object
    // The queue's thread must end before oneDNN's static data goes. `process.exit` runs no clean-up hooks, and a worker that
    // is terminated sends no `exit`: so both. Hooks run last added first, so `done_` can still be called in ours.
    const auto process = info.Env().Global().Get("process").As<Napi::Object>();
    const auto leave = Napi::Function::New(info.Env(), [this](const Napi::CallbackInfo&) { stop(); });
    process.Get("once").As<Napi::Function>().Call(process, {Napi::String::New(info.Env(), "exit"), leave});
    info.Env().AddCleanupHook([](Engine* engine) { engine->stop(); }, this);
  }

 private:
  BufferPtr find(const Napi::Env& env, const Napi::Value& handle) {
    const auto found = buffers_.find(handle.As<Napi::Number>().Int64Value());
    if (found == buffers_.end()) throw Napi::Error::New(env, "native: a buffer was used after it was released");
    return found->second;
  }

  // allocate(bytes, bfloat16): handle
  Napi::Value allocate(const Napi::CallbackInfo& info) {
    const std::int64_t handle = next_++;
    const auto bytes = static_cast<std::size_t>(info[0].As<Napi::Number>().Int64Value());
    const bool narrow = info[1].IsBoolean() && info[1].As<Napi::Boolean>().Value();
    buffers_.emplace(handle, narrow ? std::make_shared<Buffer>(bytes / 2, Storage::bfloat16) : std::make_shared<Buffer>(bytes / 4));
    return Napi::Number::New(info.Env(), static_cast<double>(handle));
  }

  // release(handle): memory goes back when the last queued kernel that uses it is done
  Napi::Value release(const Napi::CallbackInfo& info) {
    buffers_.erase(info[0].As<Napi::Number>().Int64Value());
    return info.Env().Undefined();
  }

  // write(handle, typed array): copied before the call returns; only for a buffer that no kernel has seen
  Napi::Value write(const Napi::CallbackInfo& info) {
    const BufferPtr buffer = find(info.Env(), info[0]);
    const auto values = info[1].As<Napi::TypedArray>();
    if (values.ByteLength() != buffer->bytes()) throw Napi::Error::New(info.Env(), "native: the values do not fill the buffer");
    try {
      try {
        buffer->data();
      } catch (const OutOfMemory&) {
        queue(info.Env()).wait();  // kernels under way may hold memory that they will give back
      }
      std::memcpy(buffer->data(), static_cast<const char*>(values.ArrayBuffer().Data()) + values.ByteOffset(), values.ByteLength());
    } catch (const OutOfMemory& error) {
      throw Napi::Error::New(info.Env(), "native: out of memory: " + std::to_string(error.wanted >> 20) + " MiB more were wanted, " +
                                             std::to_string(error.held >> 20) + " MiB are in use");
    }
    return info.Env().Undefined();
  }

  // read(handle, typed array): a promise, kept when the queue has come that far
  Napi::Value read(const Napi::CallbackInfo& info) {
    struct Waiting {
      Napi::Promise::Deferred deferred;
      Napi::Reference<Napi::TypedArray> target;
      std::string failure;
    };
    const Napi::Env env = info.Env();
    const BufferPtr buffer = find(env, info[0]);
    const auto values = info[1].As<Napi::TypedArray>();
    void* to = static_cast<char*>(values.ArrayBuffer().Data()) + values.ByteOffset();
    const std::size_t count = values.ElementLength();
    auto* waiting = new Waiting{Napi::Promise::Deferred::New(env), Napi::Persistent(values), ""};
    // Node stays as long as somebody waits for values.
    if (reading_++ == 0) done_.Ref(env);
    const Napi::Promise promise = waiting->deferred.Promise();
    queue(env).then([this, buffer, to, count, waiting](const Failure* failure) {
      if (failure != nullptr) waiting->failure = failure->kernel + ": " + failure->reason;
      else copyFloats(*buffer, static_cast<float*>(to), count);
      done_.BlockingCall([this, waiting](Napi::Env callEnv, Napi::Function) {
        if (waiting->failure.empty()) waiting->deferred.Resolve(waiting->target.Value());
        else waiting->deferred.Reject(Napi::Error::New(callEnv, "native: " + waiting->failure).Value());
        delete waiting;
        if (--reading_ == 0) done_.Unref(callEnv);
      });
    });
    return promise;
  }

  Napi::Value readSync(const Napi::CallbackInfo& info) {
    const BufferPtr buffer = find(info.Env(), info[0]);
    const auto values = info[1].As<Napi::TypedArray>();
    std::string failed;
    void* to = static_cast<char*>(values.ArrayBuffer().Data()) + values.ByteOffset();
    queue(info.Env()).then([&](const Failure* failure) {
      if (failure != nullptr) failed = failure->kernel + ": " + failure->reason;
      else copyFloats(*buffer, static_cast<float*>(to), values.ElementLength());
    });
    queue(info.Env()).wait();
    if (!failed.empty()) throw Napi::Error::New(info.Env(), "native: " + failed);
    return values;
  }

  // run(kernel, inputs, outputs, ints, reals)
  Napi::Value run(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const std::string name = info[0].As<Napi::String>();
    const auto kernel = kernels().find(name);
    if (kernel == kernels().end()) throw Napi::Error::New(env, "native: there is no kernel `" + name + "`");
    Call call;
    const auto gather = [&](const Napi::Value& list, std::vector<BufferPtr>& to) {
      const auto handles = list.As<Napi::Array>();
      for (std::uint32_t i = 0; i < handles.Length(); i++) to.push_back(find(env, handles[i]));
    };
    gather(info[1], call.in);
    gather(info[2], call.out);
    const auto ints = info[3].As<Napi::Array>(), reals = info[4].As<Napi::Array>();
    for (std::uint32_t i = 0; i < ints.Length(); i++) call.ints.push_back(Napi::Value(ints[i]).As<Napi::Number>().Int64Value());
    for (std::uint32_t i = 0; i < reals.Length(); i++) call.reals.push_back(Napi::Value(reals[i]).As<Napi::Number>().DoubleValue());
    queue(env).push(name, [body = &kernel->second, call = std::move(call)] { vcl::run(*body, call); });
    return env.Undefined();
  }

  Napi::Value memory(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    result["used"] = static_cast<double>(Pool::shared().used());
    result["kept"] = static_cast<double>(Pool::shared().kept());
    result["peak"] = static_cast<double>(Pool::shared().peak());
    result["buffers"] = static_cast<double>(buffers_.size());
    return result;
  }

  // profile(): seconds spent in each kernel since the last call, once the queue is empty
  Napi::Value profile(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    for (const auto& [name, seconds] : queue(info.Env()).takeProfile()) result[name] = seconds;
    return result;
  }

  // setThreads(threads): for what is queued from now on
  Napi::Value setThreads(const Napi::CallbackInfo& info) {
    queue(info.Env()).setThreads(info[0].As<Napi::Number>().Int32Value());
    return info.Env().Undefined();
  }

  // setMemory(bytes): the most that buffers may take, of all engines in this process
  Napi::Value setMemory(const Napi::CallbackInfo& info) {
    Pool::shared().setCap(static_cast<std::size_t>(info[0].As<Napi::Number>().DoubleValue()));
    return info.Env().Undefined();
  }

  // close(): stops after the kernel in flight; what is queued is dropped, and reads of it fail
  Napi::Value close(const Napi::CallbackInfo& info) {
    stop();
    return info.Env().Undefined();
  }

  void stop() {
    stream_.reset();
    buffers_.clear();
  }

  Stream& queue(const Napi::Env& env) {
    if (!stream_) throw Napi::Error::New(env, "native: the engine was closed");
    return *stream_;
  }

  Napi::ThreadSafeFunction done_;  // calls back into Node's thread when values have been read
  std::int64_t reading_ = 0;       // reads under way; Node's thread only
  std::unique_ptr<Stream> stream_;
  std::unordered_map<std::int64_t, BufferPtr> buffers_;
  std::int64_t next_ = 1;
};

/// Arrays of a mebibyte and more (clips, tensors on their way into a checkpoint) get mappings of their own, which go back to the system
/// as soon as they are freed. By itself the C library lets that limit grow to 32 MiB, and its heap then keeps what a checkpoint
/// once passed through: 140 MiB of a training of ResNet3D-18.
void giveLargeArraysBack() {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  // Setting one of the two holds the other at its small start: the heap would be trimmed and grown over and over.
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
#endif
}

Napi::Object start(Napi::Env env, Napi::Object exports) {
  giveLargeArraysBack();
  exports["Engine"] = Engine::define(env);
  const dnnl_version_t* version = dnnl_version();
  exports["onednn"] = std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch);
#if defined(__x86_64__)
  __builtin_cpu_init();
  exports["avx2"] = static_cast<bool>(__builtin_cpu_supports("avx2"));
  // As oneDNN sees the processor: ONEDNN_MAX_CPU_ISA can hold it back.
  exports["bfloat16"] = (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
#else
  exports["avx2"] = true;
  exports["bfloat16"] = false;
#endif
  return exports;
}

}  // namespace
}  // namespace vcl

Napi::Object initialise(Napi::Env env, Napi::Object exports) { return vcl::start(env, exports); }
NODE_API_MODULE(vcl_native, initialise)
