using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox.Launcher;

/// <summary>
/// Refuses the system calls that Deno never needs and an attacker would: other processes, networks, debugging, kernel interfaces.
/// The filter is written out here rather than by libseccomp, so that a machine with .NET and Node alone has it.
/// </summary>
/// <seealso href="https://docs.kernel.org/userspace-api/seccomp_filter.html"/>
internal static unsafe class Seccomp
{
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, JumpIfAnyBit = 0x45, Return = 0x06;
    private const uint Allowed = 0x7FFF0000, NotPermitted = 0x00050001, NotImplemented = 0x00050026, KillProcess = 0x80000000;
    private const uint NumberOffset = 0, ArchitectureOffset = 4, FirstArgumentOffset = 16;
    private const uint X32Bit = 0x40000000, CloneThread = 0x10000;
    private const int SetSeccomp = 22, FilterMode = 2;

    public static void Install()
    {
        var table = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => SystemCalls.X64,
            Architecture.Arm64 => SystemCalls.Arm64,
            var other => throw new ConfinementException($"no seccomp filter is written for {other}"),
        };
        var program = Compile(table, (uint)Environment.ProcessId);
        fixed (Instruction* first = program)
        {
            Program header = new() { Length = (ushort)program.Length, First = first };
            Confinement.Require(Native.prctl(SetSeccomp, FilterMode, (ulong)&header, 0, 0), "seccomp");
        }
    }

    private static Instruction[] Compile(SystemCalls table, uint ownProcess)
    {
        List<Instruction> program =
        [
            new(LoadWord, 0, 0, ArchitectureOffset),
            new(JumpIfEqual, 1, 0, table.Architecture),
            new(Return, 0, 0, KillProcess),
            new(LoadWord, 0, 0, NumberOffset),
            // The second numbering of x86-64 would slip past the table.
            new(JumpIfAtLeast, 0, 1, X32Bit),
            new(Return, 0, 0, NotPermitted),
        ];
        foreach (var refused in table.Refused) program.AddRange([new(JumpIfEqual, 0, 1, refused), new(Return, 0, 0, NotPermitted)]);

        // glibc falls back to clone, whose flags a filter can see.
        program.AddRange([new(JumpIfEqual, 0, 1, table.Clone3), new(Return, 0, 0, NotImplemented)]);
        // Threads, but no processes; limits and signals for itself alone.
        OnFirstArgument(table.CloneCall, new(JumpIfAnyBit, 1, 0, CloneThread));
        OnFirstArgument(table.Prlimit, new(JumpIfEqual, 1, 0, 0));
        OnFirstArgument(table.Tgkill, new(JumpIfEqual, 1, 0, ownProcess));
        program.Add(new(Return, 0, 0, Allowed));
        return [.. program];

        void OnFirstArgument(uint number, Instruction test) => program.AddRange(
        [
            new(JumpIfEqual, 0, 4, number),
            new(LoadWord, 0, 0, FirstArgumentOffset),
            test,
            new(Return, 0, 0, NotPermitted),
            new(Return, 0, 0, Allowed),
        ]);
    }

    /// <summary>One step of a BPF program: an operation, how far to jump if it holds and if not, and its operand.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* First;
    }
}
