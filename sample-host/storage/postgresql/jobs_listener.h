// jobs_listener.h - hears of the jobs that other hosts on the same database change, through LISTEN and NOTIFY, on a
// connection and a thread of its own. While it is not connected nothing is heard; when it is again, anything may have
// changed.
// Thread-safety: one thread makes and destroys it.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "storage/postgresql/session.h"
#include "storage/storage.h"

namespace sample_host::postgresql {

class JobsListener : public JobsWatch {
  public:
    // `teller` is what this host's own changes are marked with; they are left out.
    JobsListener(Place place, std::string teller, JobsChanged changed);
    ~JobsListener() override;

  private:
    void run();
    void listen(bool again);                 // until the connection breaks (Fault) or it is asked to end
    bool wait(int socket, int milliseconds); // false: asked to end
    std::vector<std::string> heard(PGconn *connection) const;

    Place place_;
    std::string teller_;
    JobsChanged changed_;
    int pause_; // milliseconds before the next try to connect
    int end_;   // an eventfd, readable once it is asked to end
    std::thread thread_;
};

} // namespace sample_host::postgresql
