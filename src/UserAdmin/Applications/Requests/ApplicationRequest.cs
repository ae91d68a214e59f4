namespace UserAdmin.Applications.Requests;

/// <summary>
/// One request of an application and its answer, kept so that administrators can see why provisioning goes wrong. What
/// it says of persons was taken out before it came here. The newest <see cref="RequestLog.Kept"/> of each application
/// are kept.
/// </summary>
/// <param name="Id">Its id (UUID v7 as text), by which requests are in order of time.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="KeyId">The key that was shown; not secret.</param>
/// <param name="At">When it began.</param>
/// <param name="Method">The method of HTTP.</param>
/// <param name="Address">Path and query, at most 2,000 characters, without values that may be of persons.</param>
/// <param name="Status">The status of the answer; 499 if the client went away.</param>
/// <param name="Microseconds">How long the answer took; 2,147,483,647 for anything longer.</param>
/// <param name="IpAddress">Where it came from, or null.</param>
/// <param name="RequestBody">What was sent, without texts of persons; null if there was nothing.</param>
/// <param name="ResponseBody">What was answered, without texts of persons; null if there was nothing.</param>
public sealed record ApplicationRequest(
    string Id,
    string ApplicationId,
    string KeyId,
    DateTimeOffset At,
    string Method,
    string Address,
    int Status,
    int Microseconds,
    string? IpAddress,
    string? RequestBody,
    string? ResponseBody
);
