package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.RejectionReason;

class TaskSumsTest {

  @Test
  void taskThatRanTwiceCountsOnce() {
    TaskSums driver = new TaskSums(3);
    driver.merge(counted(0, 5));
    driver.merge(counted(1, 7));
    driver.merge(counted(0, 5));
    driver.merge(new TaskSums(3));
    assertThat(driver.value().allRejected()).isEqualTo(12);
    assertThat(driver.copy().value().allRejected()).isEqualTo(12);
    driver.reset();
    assertThat(driver.isZero()).isTrue();
    driver.merge(counted(0, 5));
    assertThat(driver.value().allRejected()).isEqualTo(5);
  }

  private static TaskSums counted(int task, int rejected) {
    IngestSums sums = new IngestSums(3);
    for (int i = 0; i < rejected; i++) {
      sums.reject(RejectionReason.EMPTY);
    }
    TaskSums ofTask = new TaskSums(3);
    ofTask.add(new TaskSums.OfTask(task, sums));
    return ofTask;
  }
}
