using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Password hashing and comparing; the comparison also under the name that stock Identity uses.</summary>
internal sealed class PasswordInstruments(UserAdminMeter meter)
{
    private const string Operation = "useradmin.password_hash.operation";

    private readonly Histogram<double> _hashes = meter.Durations(
        "useradmin.password_hash.duration",
        "Time of hashing a password or of comparing one with a hash."
    );

    private readonly Counter<long> _comparisons = meter.Meter.CreateCounter<long>(
        "aspnetcore.identity.user.check_password_attempts",
        "{attempt}",
        "Comparisons of a password with the hash of an account."
    );

    /// <summary>Records that a password was hashed.</summary>
    /// <param name="begun">Timestamp of the beginning.</param>
    public void Hashed(long begun) =>
        _hashes.Record(
            Stopwatch.GetElapsedTime(begun).TotalSeconds,
            new KeyValuePair<string, object?>(Operation, "hash")
        );

    /// <summary>Records that a password was compared.</summary>
    /// <param name="begun">Timestamp of the beginning.</param>
    /// <param name="hasHash">Whether there was an account with a password to compare with.</param>
    /// <param name="result">The result.</param>
    public void Compared(long begun, bool hasHash, PasswordVerificationResult result)
    {
        _hashes.Record(
            Stopwatch.GetElapsedTime(begun).TotalSeconds,
            new KeyValuePair<string, object?>(Operation, "compare")
        );
        _comparisons.Add(
            1,
            new KeyValuePair<string, object?>(UserInstruments.UserType, UserInstruments.TypeOfUser),
            new KeyValuePair<string, object?>(
                "aspnetcore.identity.password_check_result",
                !hasHash ? "password_missing"
                    : result == PasswordVerificationResult.Success ? "success"
                    : result == PasswordVerificationResult.SuccessRehashNeeded ? "success_rehash_needed"
                    : "failure"
            )
        );
    }
}
