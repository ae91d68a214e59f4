using System.Diagnostics;
using System.Diagnostics.Metrics;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// Durations of the commands that create, change and remove an account, under the names, units and tags that stock
/// Identity uses for the same.
/// </summary>
internal sealed class UserInstruments(UserAdminMeter meter) : ICommandInstruments
{
    /// <summary>Name of the tag for the type of the account.</summary>
    internal const string UserType = "aspnetcore.identity.user_type";

    /// <summary>Value of that tag.</summary>
    internal static readonly string TypeOfUser = typeof(User).FullName!;

    // Only where the method of UserManager changes the same thing.
    private static readonly Dictionary<Type, string> _updates = new()
    {
        [typeof(AddUserClaim)] = "add_claims",
        [typeof(ChangeUserClaim)] = "replace_claim",
        [typeof(RemoveUserClaim)] = "remove_claims",
        [typeof(AssignRole)] = "add_to_roles",
        [typeof(RemoveRole)] = "remove_from_roles",
        [typeof(ChangeUserName)] = "set_user_name",
        [typeof(ChangeUserPhone)] = "set_phone_number",
        [typeof(ConfirmUserEmail)] = "confirm_email",
    };

    private readonly Histogram<double> _create = meter.Durations(
        "aspnetcore.identity.user.create.duration",
        "Time of a command that creates an account."
    );

    private readonly Histogram<double> _update = meter.Durations(
        "aspnetcore.identity.user.update.duration",
        "Time of a command that changes what UserManager can change as well."
    );

    private readonly Histogram<double> _delete = meter.Durations(
        "aspnetcore.identity.user.delete.duration",
        "Time of a command that removes an account for good."
    );

    public void Ended(Type command, string? refusal, string? fault, TimeSpan elapsed)
    {
        _updates.TryGetValue(command, out var update);
        var durations =
            update is not null ? _update
            : command == typeof(CreateUser) || command == typeof(InviteUser) ? _create
            : command == typeof(PurgeUser) || command == typeof(PurgeDueUser) ? _delete
            : null;
        if (durations is not { Enabled: true })
        {
            return;
        }

        var tags = new TagList
        {
            { UserType, TypeOfUser },
            { "aspnetcore.identity.result", refusal is null && fault is null ? "success" : "failure" },
        };
        Add(ref tags, "aspnetcore.identity.user.update_type", update);
        Add(ref tags, "aspnetcore.identity.error_code", refusal);
        Add(ref tags, "error.type", fault);
        durations.Record(elapsed.TotalSeconds, tags);
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
