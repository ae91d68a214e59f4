using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Creates an account for each person of a list and invites the person, in the background and in the sender's name. It
/// is an import without a file (decision 99): each person is judged like a row, a person who cannot be invited is
/// refused with the reason, and the others are invited. Also needs <c>users.create</c>, and <c>roles.assign</c> to give
/// roles.
/// </summary>
/// <param name="ImportId">Key of the new import, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="People">The people, 1 to 1,000.</param>
/// <param name="RoleIds">Keys of the roles that everybody gets, at most 20, each once.</param>
/// <param name="Department">The department of everybody, at most 100 characters, or null.</param>
[Permission(Permissions.UsersImport)]
public sealed record InvitePeople(
    string ImportId,
    IReadOnlyList<InvitedPerson> People,
    IReadOnlyList<string> RoleIds,
    string? Department = null
) : ICommand
{
    /// <summary>The largest number of people of one list.</summary>
    public const int MostPeople = 1000;

    /// <summary>The field of an account that has the same value for everybody.</summary>
    internal static UserField SharedField { get; } = UserFields.Named(nameof(Department));

    /// <summary>Leaves out the people.</summary>
    public override string ToString() => $"{nameof(InvitePeople)} {{ ImportId = {ImportId}, People = {People.Count} }}";
}

/// <summary>A person to invite.</summary>
/// <param name="Email">The address, at most 400 characters; one that is invalid is refused when it is the person's
/// turn.</param>
/// <param name="DisplayName">The name, at most 400 characters; null if only the address is known.</param>
public sealed record InvitedPerson(string Email, string? DisplayName = null);

internal sealed class InvitePeopleValidator : AbstractValidator<InvitePeople>
{
    private const int Longest = 400;

    public InvitePeopleValidator()
    {
        RuleFor(command => command.ImportId).MustBeNewId();
        RuleFor(command => command.People)
            .Must(people => people is { Count: >= 1 and <= InvitePeople.MostPeople })
            .Coded(ImportErrors.PeopleInvalid.Code, ImportErrors.PeopleInvalid.Message)
            .Must(people =>
                people is null
                || people.All(person =>
                    person is { Email.Length: > 0 and <= Longest, DisplayName: null or { Length: <= Longest } }
                )
            )
            .Coded(
                "imports.person-invalid",
                "Give everybody an address; addresses and names have at most 400 characters."
            );
        RuleFor(command => command.RoleIds)
            .Must(roles => roles is { Count: <= 20 } && roles.Distinct().Count() == roles.Count)
            .Coded(ImportErrors.RolesInvalid.Code, ImportErrors.RolesInvalid.Message);
        RuleFor(command => command.Department).MustBeText("department", 100);
    }
}

internal sealed class InvitePeopleHandler(
    WriteContext context,
    ImportGranting granting,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal,
    TimeProvider time
) : ICommandHandler<InvitePeople>
{
    public async Task<CommandResult> Handle(InvitePeople request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not null)
        {
            return CommandResult.Refused(ImportErrors.IdTaken);
        }

        var options = InvitedList.OptionsOf(request.RoleIds);
        var refusal =
            UserErrors.CreationRefusal(context.Layout)
            ?? (await granting.FindAsync(options, cancellationToken)).Refusal;
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }

        var run = new ImportRun
        {
            ImportId = request.ImportId,
            ActorId = current.Context.Actor.Id,
            FileName = InvitedList.Name,
            Reason = current.Context.Reason,
            ReceivedAt = time.GetUtcNow(),
        };
        context.Add(
            ImportRun.Begin(
                run,
                new InvitedList(options, request.People) { Shared = UserText.Clean(request.Department) }
            )
        );
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
