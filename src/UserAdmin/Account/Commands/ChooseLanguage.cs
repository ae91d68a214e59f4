using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Remembers the language in which a person reads the console and gets mail. An account whose language tag is a
/// variety of it already, such as <c>de-AT</c> for <c>de</c>, keeps its tag.
/// </summary>
/// <param name="Language">Language tag (BCP 47), such as <c>de</c>.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record ChooseLanguage(string Language) : ICommand;

internal sealed class ChooseLanguageValidator : AbstractValidator<ChooseLanguage>
{
    public ChooseLanguageValidator()
    {
        RuleFor(command => command.Language).MustBeLocale();
        RuleFor(command => command.Language)
            .Must(tag => !UserText.IsReadable(tag) || UserText.CleanKey(tag) is not null)
            .Coded("language.required", "Choose a language.");
    }
}

internal sealed class ChooseLanguageHandler(OwnAccount own) : ICommandHandler<ChooseLanguage>
{
    public Task<CommandResult> Handle(ChooseLanguage request, CancellationToken cancellationToken) =>
        own.ChangeAsync(
            user =>
            {
                var chosen = UserFields.Named(nameof(UserProfile.Locale)).Editing!.Clean(request.Language)!;
                if (!$"{user.Profile.Locale}-".StartsWith($"{chosen}-", StringComparison.OrdinalIgnoreCase))
                {
                    user.UpdateProfile([new(nameof(UserProfile.Locale), chosen)]);
                }

                return Task.FromResult<Error?>(null);
            },
            cancellationToken
        );
}
