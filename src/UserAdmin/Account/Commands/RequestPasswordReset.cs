using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Asks for a link to choose a new password. Always accepted, after the same work: the request is stored, and answered
/// a moment later (<see cref="AnswerPasswordResetRequest"/>). Whether there is such an account is told only in a mail
/// to its address.
/// </summary>
/// <param name="Email">Address the person typed (a user name does too).</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record RequestPasswordReset(string Email) : ICommand;

internal sealed class RequestPasswordResetValidator : AbstractValidator<RequestPasswordReset>
{
    public RequestPasswordResetValidator() =>
        RuleFor(command => command.Email)
            .NotEmpty()
            .Coded("sign-in.email-required", "Enter your email.")
            .Must(text => text is null or { Length: <= 320 })
            .Coded("sign-in.email-too-long", "This is not an email address.");
}

internal sealed class RequestPasswordResetHandler(
    WriteContext context,
    UnitOfWork unitOfWork,
    PasswordResetRunner runner,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<RequestPasswordReset>
{
    public Task<CommandResult> Handle(RequestPasswordReset request, CancellationToken cancellationToken)
    {
        context.Add(
            new PasswordResetRequest
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                Typed = request.Email,
                IpAddress = current.Context.IpAddress,
            }
        );
        unitOfWork.AfterCommit(runner.Wake);
        return Task.FromResult(CommandResult.Done);
    }
}
