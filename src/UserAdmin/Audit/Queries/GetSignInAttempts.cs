using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit.Queries;

/// <summary>
/// The last attempts to sign in to an account, newest first: from where, with what, and what came of it.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Take">How many, 1 to 50.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetSignInAttempts(string UserId, int Take = 10) : IQuery<IReadOnlyList<SignInAttempt>>;

/// <summary>One attempt to sign in.</summary>
/// <param name="Position">Position of its event in the log.</param>
/// <param name="At">When it happened, in UTC.</param>
/// <param name="IsSuccess">Whether the person was signed in.</param>
/// <param name="What">What happened, in words.</param>
/// <param name="IpAddress">The address that it came from, if known.</param>
/// <param name="UserAgent">The browser's User-Agent header, if known.</param>
public sealed record SignInAttempt(
    long Position,
    DateTimeOffset At,
    bool IsSuccess,
    string What,
    string? IpAddress,
    string? UserAgent
);

internal sealed class GetSignInAttemptsHandler(ReadContext context, SignInDevices devices)
    : IQueryHandler<GetSignInAttempts, IReadOnlyList<SignInAttempt>>
{
    private static readonly string[] _types =
    [
        nameof(UserSignedIn),
        nameof(UserSignInFailed),
        nameof(UserSecondFactorFailed),
        nameof(UserLockedOut),
        nameof(UserAttemptRefused),
    ];

    public async Task<Answer<IReadOnlyList<SignInAttempt>>> Handle(
        GetSignInAttempts request,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .History.Where(row => row.SubjectId == request.UserId && _types.Contains(row.EventType))
            .OrderByDescending(row => row.Position)
            .Take(Math.Clamp(request.Take, 1, 50))
            .ToListAsync(cancellationToken);
        var known = await devices.OfAsync([.. rows.Select(row => row.Position)], cancellationToken);
        return new()
        {
            Value =
            [
                .. rows.Select(row => new SignInAttempt(
                    row.Position,
                    row.At,
                    row.EventType == nameof(UserSignedIn),
                    row.What,
                    row.IpAddress ?? known.GetValueOrDefault(row.Position).Address,
                    known.GetValueOrDefault(row.Position).UserAgent
                )),
            ],
        };
    }
}
