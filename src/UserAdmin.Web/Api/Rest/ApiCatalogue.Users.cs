using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Undoing.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Api.Rest;

internal static partial class ApiCatalogue
{
    private static ApiEndpoint[] Users =>
        [
            new ApiListQuery<ListUsers, UserListing, UserRow>(
                "GET",
                "users",
                listing => listing.Items,
                listing => listing.Total,
                (listing, _) => listing.Next
            ),
            new ApiCommand<CreateUser>("POST", "users")
            {
                NewId = "userId",
                Location = "users/{id}",
                MakeId = async http =>
                    (await http.RequestServices.GetRequiredService<INewKeys>().OfUsersAsync(1, http.RequestAborted))[0]
                        is { } key
                    && !Guid.TryParse(key, out _)
                        ? key
                        : null,
            },
            Query<GetUser, UserRow>("users/{userId}", UserErrors.NotFound),
            Command<DeleteUser>("DELETE", "users/{userId}"),
            Command<UpdateUserProfile>("PUT", "users/{userId}/profile"),
            Command<ChangeUserEmail>("PUT", "users/{userId}/email"),
            Command<ChangeUserName>("PUT", "users/{userId}/user-name"),
            Command<ChangeUserPhone>("PUT", "users/{userId}/phone-number"),
            Command<SetUserExpiry>("PUT", "users/{userId}/expiry"),
            Command<ConfirmUserEmail>("POST", "users/{userId}/confirm-email"),
            Command<SendEmailConfirmation>("POST", "users/{userId}/send-email-confirmation"),
            Command<DisableUser>("POST", "users/{userId}/disable"),
            Command<EnableUser>("POST", "users/{userId}/enable"),
            Command<LockUser>("POST", "users/{userId}/lock"),
            Command<UnlockUser>("POST", "users/{userId}/unlock"),
            Command<RestoreUser>("POST", "users/{userId}/restore"),
            Command<PurgeUser>("POST", "users/{userId}/purge"),
            Command<InviteUser>("POST", "users/{userId}/invite"),
            Command<ResendInvitation>("POST", "users/{userId}/resend-invitation"),
            Command<RevokeInvitation>("POST", "users/{userId}/revoke-invitation"),
            Command<SendPasswordReset>("POST", "users/{userId}/send-password-reset"),
            Command<SetTemporaryPassword>("PUT", "users/{userId}/temporary-password"),
            Command<RequirePasswordChange>("POST", "users/{userId}/require-password-change"),
            Command<ResetTwoFactor>("POST", "users/{userId}/reset-two-factor"),
            Command<TakeUserLink>("POST", "users/{userId}/take-link"),
            Query<GetUserLink, UserLink>("users/{userId}/link"),
            Command<UndoUserChanges>("POST", "users/{userId}/undo"),
            Pages<ListUserPasskeys, PasskeyRow>("users/{userId}/passkeys"),
            Command<RenamePasskey>("PUT", "users/{userId}/passkeys/{passkeyId}"),
            Command<RevokePasskey>("DELETE", "users/{userId}/passkeys/{passkeyId}"),
            Pages<ListExternalLogins, ExternalLoginRow>("users/{userId}/external-logins"),
            Command<RemoveExternalLogin>("POST", "users/{userId}/external-logins/remove"),
            Pages<ListUserExternalIds, ClientExternalId>("users/{userId}/external-ids"),
            Command<SetUserExternalId>("PUT", "users/{userId}/external-id"),
            List<FindUsersByExternalId, UserRow>("users/by-external-id"),
            Pages<ListUserClaims, UserClaimRow>("users/{userId}/claims"),
            Command<AddUserClaim>("POST", "users/{userId}/claims"),
            Command<ChangeUserClaim>("POST", "users/{userId}/claims/change"),
            Command<RemoveUserClaim>("POST", "users/{userId}/claims/remove"),
            Pages<ListUserRoles, UserRoleRow>("users/{userId}/roles"),
            Command<AssignRole>("PUT", "users/{userId}/roles/{roleId}"),
            Command<RemoveRole>("DELETE", "users/{userId}/roles/{roleId}"),
            Pages<GetUserPermissions, UserPermissionRow>("users/{userId}/permissions"),
            Query<GetSignInAbility, SignInAbility>("users/{userId}/sign-in-ability", UserErrors.NotFound),
            List<GetSignInAttempts, SignInAttempt>("users/{userId}/sign-in-attempts"),
            Before<GetUserHistory, HistoryRow>("users/{userId}/history", row => row.Position),
            Query<GetUserTimeline, Timeline>("users/{userId}/timeline", UserErrors.NotFound),
            Query<GetUserAsOf, AccountState>("users/{userId}/as-of", UserErrors.NotFound),
            Query<CountUserActivityByDay, ActivityDays>("users/{userId}/activity-by-day"),
            List<GetUserDifferences, StockDifference>("users/{userId}/differences"),
            Pages<ListUserIds, string>("users/ids"),
            List<ListUsersByKey, UserRow>("users/by-key", "POST"),
            Query<CountUsers, UserCounts>("users/count", method: "POST"),
            Query<GetUserFacets, UserFacets>("users/facets"),
            Query<SuggestSearch, SearchSuggestions>("users/search-suggestions"),
        ];

    private static ApiEndpoint[] Roles =>
        [
            Pages<ListRoles, RoleRow>("roles"),
            new ApiCommand<CreateRole>("POST", "roles")
            {
                NewId = "roleId",
                Location = "roles/{id}",
                MakeId = async http =>
                    await http.RequestServices.GetRequiredService<INewKeys>().OfRoleAsync(http.RequestAborted)
                        is { } key
                    && !Guid.TryParse(key, out _)
                        ? key
                        : null,
            },
            Query<GetRole, RoleRow>("roles/{roleId}", RoleErrors.NotFound),
            Command<UpdateRole>("PUT", "roles/{roleId}"),
            Command<SetRoleExternalId>("PUT", "roles/{roleId}/external-id"),
            Command<DeleteRole>("DELETE", "roles/{roleId}"),
            Command<ChangeRolePermissions>("PUT", "roles/{roleId}/permissions"),
            Query<PreviewRoleDeletion, RoleDeletionPreview>("roles/{roleId}/deletion-preview", RoleErrors.NotFound),
            Pages<ListRoleMembers, RoleMemberRow>("roles/{roleId}/members"),
            Query<GetRoleAsOf, RoleState>("roles/{roleId}/as-of", RoleErrors.NotFound),
            List<GetRoleDifferences, StockDifference>("roles/{roleId}/differences"),
        ];

    private static ApiEndpoint[] Sessions =>
        [
            Pages<ListUserSessions, SessionRow>("sessions/{userId}"),
            Command<EndSession>("DELETE", "sessions/{userId}/{sessionRef}"),
            Command<EndAllSessions>("DELETE", "sessions/{userId}"),
        ];
}
