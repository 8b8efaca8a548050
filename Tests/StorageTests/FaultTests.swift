import CallModel
import GRDB
import Glibc
import Storage
import Testing

func removeFile(_ path: String) { unlink(path) }

/// What the world does to a store, and the word that the service says then.
@Suite struct FaultTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func twoServicesNeverShareAStore() throws {
    let first = try folder.lock()
    let error = storageError { _ = try folder.lock() }
    #expect(error?.code == .locked)
    #expect(error?.detail == "held by process \(getpid())")
    withExtendedLifetime(first) {}
  }

  @Test func aLockIsGivenBack() throws {
    do { _ = try folder.lock() }
    _ = try folder.lock()
  }

  @Test func aFullDiskRefusesAndRecovers() throws {
    var options = JournalOptions()
    options.pageLimit = 40
    options.checkpointSize = 1 << 20
    let large = batch([UInt8](repeating: 1, count: 200_000))
    var written: Int64 = 0
    do {
      let journal = try Journal(folder.lock(), options: options)
      var error: StorageError?
      while error == nil, written < 100 {
        error = storageError { written += Int64(try journal.append([large], now: newYear).count) }
      }
      #expect(error?.code == .full)
      #expect(written >= 2)
      // A group goes in as a whole or not at all, and what fits is still accepted.
      #expect(storageError { _ = try journal.append([batch([1]), large], now: newYear) }?.code == .full)
      #expect(try journal.append([batch([2])], now: newYear) == written + 1..<written + 2)
      for id in 1...written { #expect(try journal.reader.batch(id).batch.body == large.body) }
    }
    // There is room again.
    let journal = try Journal(folder.lock())
    #expect(try journal.append([large], now: newYear) == written + 2..<written + 3)
    #expect(try journal.reader.batch(written + 1).batch.body == [2])
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a small disk"))
  func aRealFullDiskRefusesAndRecovers() throws {
    let disk = "\(folder.path)/disk"
    #expect(SmallDisk.mount(on: disk, options: "size=6m"))
    defer { SmallDisk.unmount(disk) }
    let lock = try StoreLock(path: "\(disk)/assay.db")
    let index = try Index(lock, symbols: symbols)
    let journal = try Journal(lock, after: index.lastBatch)
    writeFile("\(disk)/ballast", [UInt8](repeating: 0, count: 2 << 20))
    let large = batch([UInt8](repeating: 1, count: 300_000))
    var written: Int64 = 0
    var error: StorageError?
    while error == nil, written < 100 {
      error = storageError { written += Int64(try journal.append([large], now: newYear).count) }
    }
    #expect(error?.code == .full)
    #expect(written >= 2)
    for id in 1...written { #expect(try journal.reader.batch(id).batch.body == large.body) }
    // A new file cannot be begun either; the old one stays in use.
    #expect(storageError { _ = try journal.append([large], now: newYear + .days(1)) }?.code == .full)

    unlink("\(disk)/ballast")
    #expect(try journal.append([large], now: newYear) == written + 1..<written + 2)
    try index.write(changes([indexed(1, calls: [call(1)])]))
    #expect(try journal.reader.batch(written + 1).batch.body == large.body)
    #expect(try index.reader.read { try $0.callCount() } == 1)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a read-only disk"))
  func aReadOnlyFolderIsSaid() throws {
    let disk = "\(folder.path)/disk"
    #expect(SmallDisk.mount(on: disk, options: "size=1m", isReadOnly: true))
    defer { SmallDisk.unmount(disk) }
    #expect(storageError { _ = try StoreLock(path: "\(disk)/data/assay.db") }?.code == .readOnly)
    #expect(storageError { _ = try StoreLock(path: "\(disk)/assay.db") }?.code == .readOnly)
  }

  @Test func aFolderThatCannotBeIsSaid() throws {
    writeFile("\(folder.path)/file", [1])
    #expect(storageError { _ = try StoreLock(path: "\(folder.path)/file/assay.db") }?.code == .unreachable)
  }

  @Test func aDamagedIndexIsSaid() throws {
    let lock = try folder.lock()
    writeFile(folder.store, [UInt8](repeating: 0x55, count: 8_192))
    #expect(storageError { _ = try Index(lock, symbols: symbols) }?.code == .corrupt)
  }

  @Test func aDamagedJournalFileIsSaid() throws {
    do {
      let journal = try Journal(folder.lock())
      _ = try journal.append([batch([1])], now: newYear)
      try journal.flush()
    }
    let path = "\(folder.store).journal/2026-01-01-1.db"
    var bytes = readFile(path)
    for position in 0..<200 { bytes[position] = 0x55 }
    writeFile(path, bytes)
    let error = storageError { _ = try Journal(folder.lock()) }
    #expect(error?.code == .corrupt)
    #expect(error?.path == path)
  }

  @Test func damageInABatchIsSaidWhenItIsRead() throws {
    let journal = try Journal(folder.lock())
    let body = [UInt8](repeating: 7, count: 100_000)
    _ = try journal.append([batch(body), batch(body)], now: newYear)
    try journal.flush()
    let path = "\(folder.store).journal/2026-01-01-1.db"
    let whole = readFile(path)
    writeFile(path, Array(whole[..<(whole.count / 2)]))
    let error = storageError {
      _ = try journal.reader.batch(1)
      _ = try journal.reader.batch(2)
    }
    #expect(error?.code == .corrupt || error?.code == .failed)
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let lock = try folder.lock()
    do {
      let other = try DatabaseQueue(path: folder.store)
      try other.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
    }
    #expect(storageError { _ = try Index(lock, symbols: symbols) }?.code == .corrupt)
    let other = try DatabaseQueue(path: folder.store)
    #expect(try other.read { try $0.tableExists("notes") && !$0.tableExists("calls") })
  }

  @Test func aNewerIndexIsSaid() throws {
    let lock = try folder.lock()
    do { _ = try Index(lock, symbols: symbols) }
    do {
      let later = try DatabaseQueue(path: folder.store)
      try later.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('v999')") }
    }
    #expect(storageError { _ = try Index(lock, symbols: symbols) }?.code == .newer)
  }

  @Test func aNewerJournalIsSaid() throws {
    let lock = try folder.lock()
    do {
      let journal = try Journal(lock)
      _ = try journal.append([batch([1])], now: newYear)
    }
    do {
      let later = try DatabaseQueue(path: "\(folder.store).journal/2026-01-01-1.db")
      try later.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 2") }
    }
    #expect(storageError { _ = try Journal(lock) }?.code == .newer)
  }

  @Test func everySentenceSaysWhatToDo() {
    for code in StorageError.Code.allCases {
      let error = StorageError(code, path: "data/assay.db", detail: "why")
      #expect(error.code.rawValue.hasPrefix("storage_"))
      #expect(error.description.hasPrefix("data/assay.db: ") && error.description.hasSuffix("(why)"))
    }
  }
}

/// A disk in memory, small enough to be filled.
private enum SmallDisk {
  static let isAvailable: Bool = {
    guard let folder = try? TemporaryFolder(), mount(on: "\(folder.path)/probe", options: "size=1m") else {
      return false
    }
    unmount("\(folder.path)/probe")
    return true
  }()

  static func mount(on folder: String, options: String, isReadOnly: Bool = false) -> Bool {
    mkdir(folder, 0o700)
    return Glibc.mount("none", folder, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, options) == 0
  }

  /// Detached at once: connections may still be open.
  static func unmount(_ folder: String) { umount2(folder, Int32(MNT_DETACH)) }
}
