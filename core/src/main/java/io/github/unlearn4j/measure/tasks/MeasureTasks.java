package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.MeasureSettings;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures models on benchmarks. All items are read and checked before any model is needed, and
 * every model gets the same ones.
 */
public final class MeasureTasks {
  /** Draws the items wherever no other seed is asked for, so that numbers can be compared. */
  public static final long SEED = 1;

  /**
   * @param names of the tasks, or just "all"
   * @param data folder that holds their files, or the file of a single task
   * @param limit items of each task at most; 0: all
   * @param seed of the sample that {@code limit} asks for
   */
  public record Request(List<String> names, Path data, int limit, long seed) {
    public Request {
      names = names.equals(List.of("all")) ? MultipleChoiceTask.names() : List.copyOf(names);
      Check.atLeast("--limit", limit, 0);
      if (names.size() > 1 && Files.isRegularFile(data)) {
        throw UserError.badSetting(
            "%s is a file, which can serve one task only; name the folder of the tasks' items"
                .formatted(data));
      }
    }

    /** The same with no task at all. */
    public Request without() {
      return new Request(List.of(), data, limit, seed);
    }
  }

  /** What a recipe asks for; often nothing. */
  public static Request request(MeasureSettings settings) {
    return new Request(settings.tasks(), Path.of(settings.taskData()), settings.taskLimit(), SEED);
  }

  private record Prepared(
      MultipleChoiceTask task, Path file, int available, List<ChoiceItem> items) {}

  private final Request request;
  private final List<Prepared> tasks = new ArrayList<>();

  private MeasureTasks(Request request) {
    this.request = request;
  }

  /** The files that {@link #prepare} reads. */
  public static List<Path> files(Request request) {
    return tasks(request).map(task -> TaskFile.find(task, request.data())).toList();
  }

  private static Stream<MultipleChoiceTask> tasks(Request request) {
    return request.names().stream().distinct().map(MultipleChoiceTask::named);
  }

  /** Reads the items of all tasks. */
  public static MeasureTasks prepare(Request request) {
    MeasureTasks measure = new MeasureTasks(request);
    for (MultipleChoiceTask task : tasks(request).toList()) {
      Path file = TaskFile.find(task, request.data());
      List<ChoiceItem> all = TaskFile.read(task, file);
      measure.tasks.add(
          new Prepared(
              task, file, all.size(), ItemSample.of(all, request.limit(), request.seed())));
    }
    return measure;
  }

  /**
   * Measures one model, which {@code name} stands for in the results, computed in {@code compute}.
   */
  public TaskResults run(
      String name,
      ComputeType compute,
      MeasuredModel model,
      Tokenizer tokenizer,
      Progress progress) {
    long start = System.nanoTime();
    List<TaskScore> scores = new ArrayList<>();
    for (Prepared prepared : tasks) {
      try (Progress.Task task =
          progress.start(prepared.task().name(), prepared.items().size(), "items")) {
        scores.add(
            new TaskScore(
                prepared.task(),
                prepared.available(),
                ScoreItems.run(model, tokenizer, prepared.items(), task)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TaskResults(name, compute, scores, request.limit(), request.seed(), seconds, null);
  }
}
