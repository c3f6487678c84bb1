from typing import Literal

GetJobResultsFormat = Literal["csv", "jsonl"]

GET_JOB_RESULTS_FORMAT_VALUES: set[GetJobResultsFormat] = {
    "csv",
    "jsonl",
}


def check_get_job_results_format(value: str) -> GetJobResultsFormat:
    if value in GET_JOB_RESULTS_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_JOB_RESULTS_FORMAT_VALUES!r}"
    )
