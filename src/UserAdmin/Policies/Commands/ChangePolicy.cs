using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Policies.Commands;

/// <summary>
/// Changes the policy for passwords, lockout and sessions. The command carries the whole form: only fields that differ
/// from their value at <paramref name="SeenVersion"/> are changed; the others keep their current value, even if
/// somebody else changed it since.
/// </summary>
/// <param name="Policy">The new policy.</param>
/// <param name="SeenVersion">The <see cref="PolicyRow.Version"/> the person saw.</param>
[Permission(Permissions.SettingsManage)]
public sealed record ChangePolicy(Policy Policy, long SeenVersion) : ICommand;

internal sealed class ChangePolicyValidator : AbstractValidator<ChangePolicy>
{
    public ChangePolicyValidator()
    {
        RuleFor(command => command.SeenVersion).MustBeVersion();
        RuleFor(command => command.Policy).NotNull().Coded("policy.missing", "Say which policy is wanted.");
        When(
            command => command.Policy is not null,
            () =>
            {
                Between(
                    command => command.Policy.MinPasswordLength,
                    8,
                    64,
                    "Choose a length between 8 and 64 characters."
                );
                Between(
                    command => command.Policy.MaxFailedSignIns,
                    3,
                    100,
                    "Choose between 3 and 100 failed sign-ins."
                );
                Between(command => command.Policy.LockoutMinutes, 1, 1440, "Choose between 1 and 1,440 minutes.");
                Between(command => command.Policy.SessionHours, 1, 720, "Choose between 1 and 720 hours.");
                Between(command => command.Policy.RestoreDays, 1, 365, "Choose between 1 and 365 days.");
                Between(command => command.Policy.InvitationDays, 1, 90, "Choose between 1 and 90 days.");
                Between(command => command.Policy.LinkHours, 1, 72, "Choose between 1 and 72 hours.");
                Between(command => command.Policy.TemporaryPasswordDays, 1, 30, "Choose between 1 and 30 days.");
                KeptFor(command => command.Policy.SignInRetentionDays);
                KeptFor(command => command.Policy.AddressRetentionDays);
            }
        );
    }

    // A session can last 30 days, and shows where it comes from.
    private void KeptFor(System.Linq.Expressions.Expression<Func<ChangePolicy, int>> field) =>
        RuleFor(field)
            .Must(days => days is 0 or (>= 30 and <= 3650))
            .Coded("policy.out-of-range", "Choose between 30 and 3,650 days, or 0 to keep them for ever.")
            .OverridePropertyName(((System.Linq.Expressions.MemberExpression)field.Body).Member.Name);

    // The form knows the field by the property's own name, not by its path.
    private void Between(
        System.Linq.Expressions.Expression<Func<ChangePolicy, int>> field,
        int least,
        int most,
        string sentence
    ) =>
        RuleFor(field)
            .InclusiveBetween(least, most)
            .Coded("policy.out-of-range", sentence)
            .OverridePropertyName(((System.Linq.Expressions.MemberExpression)field.Body).Member.Name);
}

internal sealed class ChangePolicyHandler(WriteContext context, PolicyReader reader, UnitOfWork unitOfWork)
    : ICommandHandler<ChangePolicy>
{
    public async Task<CommandResult> Handle(ChangePolicy request, CancellationToken cancellationToken)
    {
        var stored = await context.PolicySettings.SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            stored = new PolicySettings { Json = JsonSerializer.Serialize(reader.Parse(null)) };
            context.Add(stored);
        }

        var current = reader.Parse(stored.Json);
        var (set, conflicts) = await FieldMerge.MergeAsync(
            context,
            PolicyChanged.Subject,
            request.SeenVersion,
            PolicyFields.Of(request.Policy),
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        var wanted = PolicyFields.With(current, set);
        if (wanted != current)
        {
            stored.Change(
                wanted,
                [
                    .. PolicyFields
                        .Of(current)
                        .Zip(PolicyFields.Of(wanted), (from, to) => new FieldChange(from.Key, from.Value, to.Value))
                        .Where(change => change.From != change.To),
                ]
            );
            unitOfWork.AfterCommit(reader.Forget);
        }

        return CommandResult.Done;
    }
}
