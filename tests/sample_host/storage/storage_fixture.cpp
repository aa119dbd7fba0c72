// storage_fixture.cpp - see storage_fixture.h.
#include "storage_fixture.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <SQLiteCpp/Column.h>

namespace sample_host::sqlite {

namespace {

// A gs_answer that keeps the first item.
struct FirstItem {
    FirstItem() {
        answer.struct_size = sizeof answer;
        answer.context = this;
        answer.item = [](void *context, std::uint32_t, const gs_item_result *told) {
            static_cast<FirstItem *>(context)->result = *told;
        };
        error.struct_size = sizeof error;
    }

    gs_answer answer{};
    gs_error error{};
    gs_item_result result{};
};

gs_string borrowed(const std::string &text) {
    return gs_string{text.data(), text.size()};
}

} // namespace

FolderTest::FolderTest() {
    std::string name = std::filesystem::temp_directory_path() / "sqlite-storage-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make the folder " + name);
    folder_ = name;
}

FolderTest::~FolderTest() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void FolderTest::write_file(const std::filesystem::path &file, const std::string &content) const {
    std::ofstream(file, std::ios::binary) << content;
}

std::string FolderTest::refusal(const std::string &url) {
    try {
        open_storage(url);
    } catch (const StorageError &error) {
        return error.what();
    }
    return "";
}

StorageFixture::StorageFixture() : storage_(std::make_unique<SqliteStorage>(path(), [this] { return now_; })) {
    FirstItem to;
    const gs_caller who = caller();
    const gs_join join{sizeof join, 0, gs_id{}, gs_id{}, gs_id{}};
    const gs_storage &table = storage().table();
    if (table.join(table.context, &who, &join, &to.answer, &to.error) != GS_OK) {
        throw std::runtime_error("cannot join: " + std::string(to.error.text));
    }
}

gs_id StorageFixture::id(std::uint8_t number) {
    gs_id id{};
    id.bytes[15] = number;
    return id;
}

gs_caller StorageFixture::caller() const {
    static const std::string instance = "alpha";
    return gs_caller{sizeof(gs_caller), 0, borrowed(instance), id(255)};
}

gs_job StorageFixture::definition(const std::string &id) {
    static const std::string schedule = "* * * * *";
    gs_job job{};
    job.struct_size = sizeof job;
    job.id = borrowed(id);
    job.schedule = borrowed(schedule);
    job.start_at = GS_NO_TIME;
    job.end_at = GS_NO_TIME;
    job.max_active = 1;
    job.job_class = GS_CLASS_LIGHT;
    return job;
}

StorageFixture::Answer StorageFixture::put(const gs_job &job, std::int64_t next_fire, std::int64_t expected_version) {
    gs_job_row row{};
    row.struct_size = sizeof row;
    row.readable = 1;
    row.definition = &job;
    row.revision = 1;
    row.next_fire = row.fire_at = row.look_at = next_fire;
    row.cursor = GS_NO_TIME;
    const gs_put_job item{sizeof item, 0, expected_version, &row, nullptr};
    const gs_put_job *const items[] = {&item};
    FirstItem to;
    const gs_caller who = caller();
    const gs_storage &table = storage().table();
    const std::int32_t status = table.put_job(table.context, &who, items, 1, &to.answer, &to.error);
    return {status, to.result.outcome, to.result.version, to.answer.store_now, to.error.text};
}

StorageFixture::Answer StorageFixture::claim(const std::string &job, std::int64_t version, gs_id run,
                                             std::int64_t due_at, std::int32_t trigger) {
    gs_claim item{};
    item.struct_size = sizeof item;
    item.trigger = trigger;
    item.job_id = borrowed(job);
    item.generation = std::stoll(value("SELECT generation FROM job WHERE id = '" + job + "'"));
    item.version = version;
    item.revision = 1;
    item.run_id = run;
    item.due_at = due_at;
    item.next_fire = item.fire_at = item.look_at = GS_NO_TIME;
    item.concurrency_key = borrowed(job);
    item.max_active = 10;
    const gs_claim *const items[] = {&item};
    FirstItem to;
    const gs_caller who = caller();
    const gs_storage &table = storage().table();
    const std::int32_t status = table.claim(table.context, &who, items, 1, &to.answer, &to.error);
    return {status, to.result.outcome, to.result.version, to.answer.store_now, to.error.text};
}

StorageFixture::Answer StorageFixture::close(gs_id run, std::int64_t next_fire) {
    gs_update item{};
    item.struct_size = sizeof item;
    item.from_states = GS_STATE_CLAIMED;
    item.run_id = run;
    item.epoch = 1;
    item.to_state = GS_STATE_CLOSED;
    item.outcome = GS_OUTCOME_SUCCEEDED;
    item.wake_at = GS_NO_TIME;
    item.next_fire = next_fire;
    item.started_at = GS_NO_TIME;
    return update(item);
}

StorageFixture::Answer StorageFixture::note_late_result(gs_id run, std::int32_t result) {
    gs_update item{};
    item.struct_size = sizeof item;
    item.from_states = GS_STATE_CLOSED;
    item.run_id = run;
    item.epoch = 1;
    item.to_state = GS_STATE_CLOSED;
    item.late_result = result;
    return update(item);
}

StorageFixture::Answer StorageFixture::update(const gs_update &item) {
    const gs_update *const items[] = {&item};
    FirstItem to;
    const gs_caller who = caller();
    const gs_storage &table = storage().table();
    const std::int32_t status = table.update(table.context, &who, items, 1, &to.answer, &to.error);
    return {status, to.result.outcome, to.result.version, to.answer.store_now, to.error.text};
}

StorageFixture::Answer StorageFixture::beat() {
    FirstItem to;
    const gs_caller who = caller();
    const gs_storage &table = storage().table();
    const std::int32_t status = table.beat(table.context, &who, &to.answer, &to.error);
    return {status, to.result.outcome, to.result.version, to.answer.store_now, to.error.text};
}

std::string StorageFixture::value(const std::string &sql) {
    return storage().reading().database().execAndGet(sql).getString();
}

} // namespace sample_host::sqlite
