namespace UserAdmin.Messaging;

/// <summary>The errors that any message can be refused with.</summary>
public static class MessagingErrors
{
    /// <summary>Nobody has signed in, or the account may no longer be used.</summary>
    public static Error NotSignedIn { get; } = new("not-signed-in", "Sign in to do this.");

    /// <summary>The person must finish signing in before the session can be used.</summary>
    public static Error NotFinishedSigningIn { get; } =
        new(
            "not-finished-signing-in",
            "Finish signing in first: choose the new password or set up the second factor that is asked for."
        );

    /// <summary>The message is about the sender's own account, and an application has none.</summary>
    public static Error NotForApplications { get; } =
        new(
            "not-for-applications",
            "This is for people who are signed in: it concerns their own account. An application cannot do it."
        );

    /// <summary>The actor's current roles do not include the permission.</summary>
    /// <param name="permission">The permission that the message needs.</param>
    public static Error NotPermitted(string permission) =>
        new(
            "not-permitted",
            $"You do not have permission to do this. It needs “{permission}”; ask an administrator for a "
                + "role that holds it."
        );

    /// <summary>The id of the new object is or was used by another one, even if that one no longer exists.</summary>
    public static Error IdUsed { get; } =
        new("id.used", "This id was used before, and ids are never reused. Send the command again with a new id.");

    /// <summary>The command id was used for another command or by another actor.</summary>
    public static Error CommandIdReused { get; } =
        new(
            "command-id-reused",
            "This command id was already used for something else. Send the command again with a new id."
        );

    /// <summary>Another program went on changing the same rows, however often the command was tried.</summary>
    public static Error Conflict { get; } =
        new(
            "database.conflict",
            "Another program is changing the same account or role, so nothing was changed. Try again in a moment; "
                + "if it stays so, tell whoever runs the program."
        );
}
