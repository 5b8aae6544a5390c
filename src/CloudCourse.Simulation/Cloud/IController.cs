namespace CloudCourse.Simulation.Cloud;

/// <summary>
/// What AWS does by itself when something has changed: a health check that fails, a group that replaces an instance, a service that
/// starts a task. Asked after every turn, inside it, so its changes have the turn's cause.
/// </summary>
public interface IController
{
    /// <param name="before">The state in which the turn began; parts that are the same object have not changed.</param>
    void React(Turn turn, AccountState before);
}
