package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process out of a run folder. The operating system drops the lock when a process
 * ends, however it ends, so nothing has to be cleaned up after a crash.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, creating it if need be.
   *
   * @throws UserError when another process has it
   */
  public static RunLock take(RunDirectory directory) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory.folder());
      channel =
          FileChannel.open(
              directory.lockFile(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        String holder = Files.readString(directory.lockFile()).strip();
        channel.close();
        throw new UserError(
            ExitCode.BUSY,
            "%s is in use by process %s; wait for it to end, stop it, or choose another --out"
                .formatted(directory.folder(), holder.isEmpty() ? "(not known)" : holder));
      }
      channel.truncate(0);
      String me = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.UTF_8)));
      return new RunLock(channel);
    } catch (IOException problem) {
      throw new UserError(
          ExitCode.DISK,
          "cannot write in the run folder %s: %s; free some space or choose another --out"
              .formatted(directory.folder(), AtomicFiles.reason(problem)),
          problem);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
