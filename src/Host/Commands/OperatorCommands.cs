using System.CommandLine;
using HotspotManager.Core.Operators;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot operator …</c> and <c>hotspot token …</c></summary>
internal static class OperatorCommands
{
    private static readonly Option<string> Role = Common.Opt<string>("--role", "One of " + string.Join(", ", Roles.All), "ROLE", required: true);

    public static Command Create()
    {
        var name = Common.Name("operator");
        var command = new Command("operator", "Operators: who signs in to the console");
        command.Add(Common.Command("add", "Add an operator; the password is read from standard input", async (a, store, cancel) =>
        {
            var password = PasswordInput.Read(a);
            var added = await store.Writer.ChangeAsync(
                db => OperatorList.AddAsync(db, a.GetValue(name)!, a.GetValue(Role)!, a.GetValue(NetworkOptions.Area), password, store.Now, cancel), cancel);
            store.Output.Done($"Operator {added.Name} added.", added);
        }, name, Role, NetworkOptions.Area, PasswordInput.FromStandardInput));
        return command;
    }

    public static Command CreateToken()
    {
        var name = Common.Name("token");
        var command = new Command("token", "Tokens: for scripts and screens");
        command.Add(Common.Command("create", "Make a token; it is printed this once", async (a, store, cancel) =>
        {
            var token = await store.Writer.ChangeAsync(
                db => OperatorList.CreateTokenAsync(db, a.GetValue(name)!, a.GetValue(Role)!, a.GetValue(NetworkOptions.Area), store.Now, cancel), cancel);
            store.Output.Done(token, new { name = a.GetValue(name), role = a.GetValue(Role), token });
        }, name, Role, NetworkOptions.Area));
        return command;
    }
}
