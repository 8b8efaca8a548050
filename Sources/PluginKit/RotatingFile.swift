/// A file that grows by whole batches of lines up to a size, and is then put aside.
///
/// Put aside, `verdicts.jsonl` becomes `verdicts.jsonl.1`, what was `.1` becomes `.2`, and so on;
/// what would be `keep + 1` is deleted. So about `maxSize · (keep + 1)` bytes are on disk at most.
public struct RotatingFile: Hashable, Sendable {
  /// Relative paths start at the working directory; its folder must exist.
  public var path: String
  /// The most bytes of one file; a batch that is larger has a file of its own.
  public var maxSize: Int64
  /// How many files that are put aside are kept, at least 1.
  public var keep: Int
  /// Whether each append is on the disk before it returns (fdatasync). Otherwise what was appended
  /// survives the end of this process, but its last seconds not the end of the machine's power.
  public var sync: Bool

  public init(path: String, maxSize: Int64 = 64 << 20, keep: Int = 5, sync: Bool = false) {
    self.path = path
    self.maxSize = maxSize
    self.keep = keep
    self.sync = sync
  }
}
