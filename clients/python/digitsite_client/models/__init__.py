"""Contains all the data models used in inputs/outputs"""

from .accuracy import Accuracy
from .card import Card
from .card_thresholds import CardThresholds
from .card_trained_on import CardTrainedOn
from .correct_photo_body import CorrectPhotoBody
from .create_job_files_body import CreateJobFilesBody
from .create_job_json_body import CreateJobJsonBody
from .created_job import CreatedJob
from .digit import Digit
from .error import Error
from .error_fields import ErrorFields
from .export_photos_format import ExportPhotosFormat
from .export_photos_verdict import ExportPhotosVerdict
from .get_job_results_format import GetJobResultsFormat
from .glyph_network import GlyphNetwork
from .job import Job
from .job_page import JobPage
from .job_state import JobState
from .keep_photo_files_body import KeepPhotoFilesBody
from .keep_photo_json_body import KeepPhotoJsonBody
from .line_reader import LineReader
from .list_photos_verdict import ListPhotosVerdict
from .metadata import Metadata
from .model_name import ModelName
from .number import Number
from .photo import Photo
from .photo_page import PhotoPage
from .picture_refusal import PictureRefusal
from .read_batch_body import ReadBatchBody
from .read_files_body import ReadFilesBody
from .read_json_body import ReadJsonBody
from .reading import Reading
from .upright import Upright
from .verdict_enum import VerdictEnum
from .webhook import Webhook
from .webhook_state import WebhookState

__all__ = (
    "Accuracy",
    "Card",
    "CardThresholds",
    "CardTrainedOn",
    "CorrectPhotoBody",
    "CreatedJob",
    "CreateJobFilesBody",
    "CreateJobJsonBody",
    "Digit",
    "Error",
    "ErrorFields",
    "ExportPhotosFormat",
    "ExportPhotosVerdict",
    "GetJobResultsFormat",
    "GlyphNetwork",
    "Job",
    "JobPage",
    "JobState",
    "KeepPhotoFilesBody",
    "KeepPhotoJsonBody",
    "LineReader",
    "ListPhotosVerdict",
    "Metadata",
    "ModelName",
    "Number",
    "Photo",
    "PhotoPage",
    "PictureRefusal",
    "ReadBatchBody",
    "ReadFilesBody",
    "Reading",
    "ReadJsonBody",
    "Upright",
    "VerdictEnum",
    "Webhook",
    "WebhookState",
)
