namespace CloudCourse.Sandbox.Launcher;

/// <summary>System call numbers of one processor architecture. Calls that it does not have are left out.</summary>
/// <param name="Architecture">AUDIT_ARCH_… of the kernel.</param>
/// <param name="Refused">Answered with "not permitted", whatever the arguments.</param>
internal sealed record SystemCalls(uint Architecture, uint CloneCall, uint Clone3, uint Prlimit, uint Tgkill, IReadOnlyList<uint> Refused)
{
    public static readonly SystemCalls X64 = new(0xC000003E, CloneCall: 56, Clone3: 435, Prlimit: 302, Tgkill: 234,
    [
        41, 42, 43, 49, 50, 288,                                     // socket, connect, accept, bind, listen, accept4
        57, 58, 322,                                                 // fork, vfork, execveat
        62, 129, 200, 297, 424, 434, 438,                            // kill, rt_sigqueueinfo, tkill, rt_tgsigqueueinfo, pidfd_send_signal, pidfd_open, pidfd_getfd
        101, 310, 311, 312, 440,                                     // ptrace, process_vm_readv, process_vm_writev, kcmp, process_madvise
        155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 433, 442, // pivot_root, chroot, mount, umount2, unshare, setns, open_tree … mount_setattr
        298, 321, 323, 425, 426, 427,                                // perf_event_open, bpf, userfaultfd, io_uring_setup, _enter, _register
        175, 176, 246, 313, 320, 169, 163, 167, 179,                 // init_module, delete_module, kexec_load, finit_module, kexec_file_load, reboot, acct, swapon, quotactl
        248, 249, 250, 300, 303, 304, 135,                           // add_key, request_key, keyctl, fanotify_init, name_to_handle_at, open_by_handle_at, personality
        105, 106, 113, 114, 117, 119, 141, 142, 144, 251, 314,       // setuid … setresgid, setpriority, sched_setparam, sched_setscheduler, ioprio_set, sched_setattr
        29, 30, 31, 64, 68, 240, 319, 447,                           // shmget, shmat, shmctl, semget, msgget, mq_open, memfd_create, memfd_secret
        90, 91, 92, 93, 94, 260, 268, 280, 452, 188, 189, 190, 197, 198, 199, // chmod, fchmod, chown …, utimensat, fchmodat2, setxattr …, removexattr …
    ]);

    public static readonly SystemCalls Arm64 = new(0xC00000B7, CloneCall: 220, Clone3: 435, Prlimit: 261, Tgkill: 131,
    [
        198, 200, 201, 202, 203, 242,
        281,
        129, 138, 130, 240, 424, 434, 438,
        117, 270, 271, 272, 440,
        41, 51, 40, 39, 97, 268, 428, 429, 430, 431, 432, 433, 442,
        241, 280, 282, 425, 426, 427,
        105, 106, 104, 273, 294, 142, 89, 224, 60,
        217, 218, 219, 262, 264, 265, 92,
        143, 144, 145, 146, 147, 149, 140, 118, 119, 30, 274,
        194, 195, 196, 190, 186, 180, 279, 447,
        52, 53, 54, 55, 88, 452, 5, 6, 7, 14, 15, 16,
    ]);
}
