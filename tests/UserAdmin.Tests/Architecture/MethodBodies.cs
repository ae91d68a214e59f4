using Mono.Cecil;
using UserAdmin.Messaging;

namespace UserAdmin.Tests.Architecture;

/// <summary>Finds what the compiled core uses, in method bodies too; reflection sees only signatures.</summary>
internal static class MethodBodies
{
    private static readonly ModuleDefinition _core = ModuleDefinition.ReadModule(typeof(ICommand).Assembly.Location);

    /// <summary>Every type that is not nested in another.</summary>
    public static IReadOnlyList<TypeDefinition> Types { get; } =
    [.. _core.Types.Where(type => type.Namespace.StartsWith("UserAdmin", StringComparison.Ordinal))];

    /// <summary>Returns the compiled type.</summary>
    public static TypeDefinition Of(Type type) => _core.GetType(type.FullName);

    /// <summary>Returns the types that a type names in signatures, attributes and bodies, with nested types.</summary>
    public static HashSet<TypeReference> Uses(TypeDefinition type) =>
        [.. WithNested(type).SelectMany(NamedBy).SelectMany(Parts).Select(Outermost)];

    /// <summary>Returns the string literals in the bodies of a type, nested types included.</summary>
    public static IEnumerable<string> Literals(TypeDefinition type) =>
        WithNested(type)
            .SelectMany(one => one.Methods.Where(method => method.HasBody))
            .SelectMany(method => method.Body.Instructions)
            .Select(instruction => instruction.Operand)
            .OfType<string>()
            .Concat(WithNested(type).SelectMany(one => one.Fields).Select(field => field.Constant).OfType<string>());

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<TypeReference?> NamedBy(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. Attributes(type),
            .. type.GenericParameters.SelectMany(Constraints),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Fields.SelectMany(Attributes),
            .. type.Properties.SelectMany(Attributes),
            .. type.Methods.SelectMany(NamedBy),
        ];

    private static IEnumerable<TypeReference?> NamedBy(MethodDefinition method) =>
        [
            .. Signature(method),
            .. Attributes(method),
            .. method.GenericParameters.SelectMany(Constraints),
            .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
            .. method.HasBody ? method.Body.Instructions.SelectMany(instruction => Operand(instruction.Operand)) : [],
        ];

    private static IEnumerable<TypeReference?> Operand(object? operand) =>
        operand switch
        {
            MethodReference called => Signature(called),
            FieldReference field => [field.DeclaringType, field.FieldType],
            TypeReference named => [named],
            _ => [],
        };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [
            method.DeclaringType,
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method is GenericInstanceMethod closed ? closed.GenericArguments : [],
        ];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider owner) =>
        owner.CustomAttributes.Select(attribute => attribute.AttributeType);

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic
                .GenericArguments.SelectMany(Parts)
                .Concat(Parts(generic.ElementType)),
            TypeSpecification built => Parts(built.ElementType),
            _ => [type],
        };

    private static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;
}
