using UserAdmin.Messaging;

namespace UserAdmin.Exports;

/// <summary>Refusals that concern exports.</summary>
public static class ExportErrors
{
    /// <summary>There are more users than a sheet has rows.</summary>
    public static Error TooManyForSheet { get; } =
        new(
            "exports.too-many-for-sheet",
            "A sheet of a workbook holds 1,048,575 users at most, and there are more. Export them as CSV "
                + "or JSON Lines, or narrow the search."
        );

    /// <summary>An export with this id has already been started.</summary>
    public static Error AlreadyBegun { get; } =
        new(
            "exports.already-begun",
            "This export has already been started. Open the export dialog again to start another one."
        );

    /// <summary>The disk that the program writes to is full.</summary>
    public static Error DiskFull { get; } =
        new(
            "exports.disk-full",
            "The server's disk is full, so the export could not be recorded, and nothing was exported. Ask "
                + "whoever runs the server to free some space, and export again."
        );

    /// <summary>The export ended before it was complete.</summary>
    public static Error BrokenOff { get; } =
        new(
            "exports.broken-off",
            "The export stopped before its end, so the file is incomplete. Delete it and export again; "
                + "the program's output says more."
        );
}
