using System.Globalization;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Applications;

/// <summary>Refusals that concern applications.</summary>
public static class ApplicationErrors
{
    /// <summary>The largest number of keys that an application can have at once.</summary>
    public const int MostKeys = 10;

    /// <summary>The largest number of allowed addresses and networks.</summary>
    public const int MostAddresses = 50;

    /// <summary>How many requests a minute a key may send if nothing else was chosen.</summary>
    public const int DefaultRequestsPerMinute = 3_000;

    /// <summary>The largest number of requests a minute that can be chosen.</summary>
    public const int MostRequestsPerMinute = 100_000;

    /// <summary>There is no application with this id.</summary>
    public static Error NotFound { get; } =
        new(
            "applications.not-found",
            "There is no such application. It may have been deleted.",
            nameof(UpdateApplication.ApplicationId)
        );

    /// <summary>Whoever asks is no application.</summary>
    public static Error OnlyApplications { get; } =
        new("applications.only", "Only an application has this. Send the request with the key of one.");

    /// <summary>The id of the new application is taken.</summary>
    public static Error IdTaken { get; } =
        new(
            "applications.id-taken",
            "An application with this id already exists. Send the command again with a new id.",
            nameof(CreateApplication.ApplicationId)
        );

    /// <summary>Another application has the name; upper and lower case do not matter.</summary>
    public static Error NameTaken { get; } =
        new(
            "applications.name-taken",
            "Another application already has this name. Choose another one.",
            nameof(CreateApplication.Name)
        );

    /// <summary>The owner is not an account, or one that was deleted.</summary>
    public static Error OwnerNotFound { get; } =
        new(
            "applications.owner-not-found",
            "There is no such account. Choose another owner.",
            nameof(CreateApplication.OwnerId)
        );

    /// <summary>
    /// Nobody may give an application permissions that they do not hold, or change one that has them.
    /// </summary>
    public static Error GrantsMore { get; } =
        new(
            "applications.grants-more",
            "This application may do more than you may do yourself, so you cannot change it or its keys. Ask an "
                + "administrator.",
            nameof(UpdateApplication.ApplicationId)
        );

    /// <summary>Applications can stop applications, and neither make nor change one.</summary>
    public static Error OnlyPeople { get; } =
        new(
            "applications.only-people",
            "Only people can make and change applications and their keys, so that a stolen key cannot lift its own "
                + "limits or make others. Ask an administrator."
        );

    /// <summary>The application has no key with this id.</summary>
    public static Error KeyNotFound { get; } =
        new("applications.key-not-found", "The application has no such key.", nameof(RevokeApplicationKey.KeyId));

    /// <summary>The id of the new key is taken.</summary>
    public static Error KeyIdTaken { get; } =
        new(
            "applications.key-id-taken",
            "A key with this id already exists. Send the command again with a new key.",
            nameof(AddApplicationKey.KeyId)
        );

    /// <summary>The application already has the largest number of keys that can be used.</summary>
    public static Error TooManyKeys { get; } =
        new(
            "applications.too-many-keys",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The application already has {MostKeys} keys that can be used. Revoke one first."
            )
        );
}
