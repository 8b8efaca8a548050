import PluginKit
import Testing

@testable import Containment

@Suite struct LaunchPlanTests {
  private let plan = LaunchPlan(
    program: HostProgram(
      command: ["run", "--", "hide=/etc"], environment: ["LD_PRELOAD": "x.so", "HOME": "/elsewhere"],
      limits: .init(network: true, processes: 0, openFiles: 1, fileSize: -1)),
    folder: "/plugin", temporary: "/tmp/own", user: 7, hidden: ["/data"], forbidden: .namespaces)

  @Test func theCommandComesLastWhateverItHolds() {
    #expect(
      plan.arguments == [
        "__contain", "network=1", "processes=1", "open_files=8", "file_size=4096", "user=7", "without=1",
        "folder=/plugin", "temporary=/tmp/own", "hide=/data", "--", "run", "--", "hide=/etc",
      ])
  }

  @Test func noVariableOfTheProgramMovesTheLauncher() {
    let environment = plan.environment(path: "/bin", libraries: "/swift")
    #expect(
      environment == [
        "+HOME=/elsewhere", "+LANG=C.UTF-8", "+LD_PRELOAD=x.so", "+PATH=/bin", "+TMPDIR=/tmp/own",
        "LD_LIBRARY_PATH=/swift",
      ])
    #expect(plan.environment(path: nil, libraries: nil).contains("+PATH=/usr/local/bin:/usr/bin:/bin"))
  }

  @Test func whatNoKernelTakesIsSaidBefore() {
    #expect(HostProgram(command: []).problem == "no command is given")
    #expect(HostProgram(command: ["a", "\0"]).problem?.contains("null character") == true)
    #expect(HostProgram(command: ["a"], environment: ["A=B": "c"]).problem?.contains("no name") == true)
    #expect(HostProgram(command: ["a"], environment: ["A": "b=c"]).problem == nil)
  }

  @Test func theReportNamesWhatHolds() {
    #expect(ContainmentReport([.user, .filter]).isOffline)
    #expect(!ContainmentReport([.user, .processes]).isOffline)
    #expect(
      ContainmentReport([.user, .filter]).description
        == "holds: user of its own, call filter; does not hold: processes, network, proc, read-only files, hidden files"
    )
  }

  @Test func noUserIsGivenTwice() {
    let pool = UserPool()
    let first = pool.take()
    let second = pool.take()
    if let first {
      #expect(UserPool.users.contains(first))
      #expect(first != second)
      pool.giveBack(first)
    }
  }
}
