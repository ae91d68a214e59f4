using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Web.Tests;

/// <summary>A database without any faults.</summary>
internal sealed class NoFaults : IDatabaseFaults
{
    public Error? Unavailable(Exception? fault) => null;

    public Error? Interrupted(Exception? fault) => null;

    public bool MayPass(Exception? fault) => false;

    public bool IsConflict(Exception? fault) => false;

    public bool IsDiskFull(Exception? fault) => false;
}
