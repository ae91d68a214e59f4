using System.Diagnostics.Metrics;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Sign-ins and sign-outs, under the names that stock Identity uses, and refused attempts.</summary>
internal sealed class SignInInstruments(UserAdminMeter meter) : ICommandInstruments
{
    private static readonly KeyValuePair<string, object?> _userType = new(
        UserInstruments.UserType,
        UserInstruments.TypeOfUser
    );

    private readonly Counter<long> _signIns = meter.Meter.CreateCounter<long>(
        "aspnetcore.identity.sign_in.sign_ins",
        "{sign_in}",
        "People who have proved who they are, with every factor that was asked for."
    );

    private readonly Counter<long> _signOuts = meter.Meter.CreateCounter<long>(
        "aspnetcore.identity.sign_in.sign_outs",
        "{sign_out}",
        "People who have signed out themselves."
    );

    private readonly Counter<long> _refused = meter.Meter.CreateCounter<long>(
        "useradmin.refused_attempts",
        "{attempt}",
        "Attempts on unknown or inactive accounts, and messages refused for lack of permission."
    );

    /// <summary>Records that a session was opened or completed.</summary>
    public void SignedIn() => _signIns.Add(1, _userType);

    /// <summary>Records a refused attempt.</summary>
    public void Refused(RefusedAttemptKind kind) =>
        _refused.Add(
            1,
            new KeyValuePair<string, object?>(
                "useradmin.refused_attempt.kind",
                kind switch
                {
                    RefusedAttemptKind.UnknownAccount => "unknown_account",
                    RefusedAttemptKind.InactiveAccount => "inactive_account",
                    _ => "permission",
                }
            )
        );

    public void Ended(Type command, string? refusal, string? fault, TimeSpan elapsed)
    {
        if (command == typeof(SignOut) && refusal is null && fault is null)
        {
            _signOuts.Add(1, _userType);
        }
    }
}
