using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Requests a password reset link. It is always accepted, after the same amount of work: the request is stored and
/// answered a little later (<see cref="AnswerPasswordResetRequest"/>). Only a mail to the address tells whether the
/// account exists.
/// </summary>
/// <param name="Email">Address or user name that the person typed.</param>
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

internal sealed class RequestPasswordResetHandler(WriteContext context, CurrentMessage current, TimeProvider time)
    : ICommandHandler<RequestPasswordReset>
{
    public Task<CommandResult> Handle(RequestPasswordReset request, CancellationToken cancellationToken)
    {
        context.Add(
            new PasswordResetRequest
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                // No account has such a name, and some databases do not store it.
                Typed = UserText.IsReadable(request.Email) ? request.Email : "",
                IpAddress = current.Context.IpAddress,
            }
        );
        return Task.FromResult(CommandResult.Done);
    }
}
