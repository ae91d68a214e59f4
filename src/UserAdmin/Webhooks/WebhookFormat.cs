namespace UserAdmin.Webhooks;

/// <summary>What a webhook sends. The names are part of the API.</summary>
public enum WebhookFormat
{
    /// <summary>Events of the log as JSON, one in each request (Standard Webhooks).</summary>
    Events,

    /// <summary>
    /// Security event tokens (RFC 8417), pushed as RFC 8935 says: SCIM events (RFC 9967), and those of CAEP and RISC.
    /// </summary>
    SecurityEvents,
}

/// <summary>Why a webhook sends nothing. The names are part of the API.</summary>
public enum WebhookPause
{
    /// <summary>Somebody has paused it.</summary>
    ByPerson,

    /// <summary>An event could not be delivered for three days.</summary>
    FailedTooLong,

    /// <summary>The receiver has answered 410: it wants no more.</summary>
    Gone,

    /// <summary>Its application is disabled or has expired.</summary>
    ApplicationStopped,

    /// <summary>Its application may not read the activity any more.</summary>
    NotPermitted,

    /// <summary>Its secret cannot be read: the database was restored without its keys.</summary>
    SecretLost,
}

/// <summary>How far a delivery has got. The names are part of the API.</summary>
public enum WebhookDeliveryStatus
{
    /// <summary>To be sent, for the first time or again.</summary>
    Waiting,

    /// <summary>The receiver has answered with success.</summary>
    Delivered,

    /// <summary>Given up; it can be sent again.</summary>
    Failed,
}

/// <summary>Why a delivery was not successful. The names are part of the API.</summary>
public enum WebhookProblem
{
    /// <summary>The receiver answered with another status than success.</summary>
    Refused,

    /// <summary>The receiver answered with a redirection, which is not followed.</summary>
    Redirected,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The name of the host has no address.</summary>
    HostUnknown,

    /// <summary>The host has only private addresses, which are not allowed.</summary>
    AddressNotAllowed,

    /// <summary>No connection could be made, or it broke.</summary>
    NotConnected,

    /// <summary>The receiver's certificate is not valid for its name.</summary>
    CertificateNotTrusted,

    /// <summary>The event could not be written, such as one that this version does not know.</summary>
    NotWritten,
}
