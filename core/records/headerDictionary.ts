/**
 * What headers of MR images have in common, for deflate to refer to (RFC 1951; zlib's preset dictionary): an instance's item then
 * mostly fits the 1 KB by which DynamoDB bills a write. In the order in which a header is written.
 *
 * Stored items cannot be read without it: a better one gets a number of its own beside this one, and this one never changes.
 */
const firstDictionary = [
  '"GE MEDICAL SYSTEMS""Signa HDxt""DISCOVERY MR750""Philips Medical Systems""Philips""Ingenia""Achieva""Siemens Healthineers"',
  '"SIEMENS""Skyra""Aera""Prisma""MAGNETOM Vida""Canon""TOSHIBA""FAST_GEMS","EDR_GEMS","ACC_GEMS""FATSAT","FS","PFP","PFF","SFS"',
  '"ORIGINAL","PRIMARY","OTHER""M_SE","M","SE""M_IR","M","IR""M_FFE","M","FFE""DERIVED","SECONDARY","MPR""DIFFUSION""ADC"',
  'HeadNeck_20 HEAD BRAIN CSPINE SPINE NECK 8HRBRAIN t1 t2 flair tse space mprage sag tra cor dwi swi dixon post contrast Brain MS',
  '"PatientIdentityRemoved":"YES","DeidentificationMethod":["Per DICOM PS 3.15 AnnexE. Details in 0012,0064"],',
  '"AcquisitionDateTime":"20","ComplexImageComponent":"MAGNITUDE","AcquisitionContrast":"T1"T2"FLUID_ATTENUATED","ContrastBolusAgent":"',
  '"ContrastBolusRoute":"IV","ContrastBolusVolume":,"ContrastBolusStartTime":","ContrastBolusIngredient":"GADOLINIUM","InversionRecovery":"YES',
  '"FlowCompensation":"NONE","Spoiling":"RF","SteadyStatePulseSequence":"NONE","EchoPlanarPulseSequence":"NO","MagnetizationTransfer":"NONE',
  '"T2Preparation":"NO","SpectrallySelectedSuppression":"FAT","SpectrallySelectedExcitation":"WATER","DiffusionDirectionality":"',
  '"DiffusionBValue":1000,"EchoPulseSequence":"SPIN"GRADIENT","ConcatenationUID":","InConcatenationNumber":1,"InConcatenationTotalNumber":',
  '{"StudyInstanceUID":"2.25.1.2.840.113619.2.1.3.12.2.1107.5.2.1.3.46.670589.11.1.2.826.0.1.3680043.","SeriesInstanceUID":"2.25.',
  '","SOPInstanceUID":"2.25.","SOPClassUID":"1.2.840.10008.5.1.4.1.1.4.1","SOPClassUID":"1.2.840.10008.5.1.4.1.1.4","shared":{"ImageType":[',
  '"DERIVED","PRIMARY","ORIGINAL","PRIMARY","M","ND","NORM","DIS3D","DIS2D","MFSPLIT"],"StudyDate":"202',
  '","SeriesDate":"202',
  '","AcquisitionDate":"202',
  '","StudyTime":"1',
  '0000.000000","SeriesTime":"1',
  '","AcquisitionTime":"1',
  '00","ContentTime":"1',
  '","Modality":"MR","Manufacturer":"SIEMENS","StationName":"MRC',
  '","StudyDescription":"MR Brain and Cervical Spine","SeriesDescription":"',
  '","ManufacturerModelName":"',
  '","BodyPartExamined":"HEAD","ScanningSequence":["RM","EP","SE","GR","IR"],"SequenceVariant":["SS","OSP","SK","SP","MP"]',
  ',"ScanOptions":["PFP","FS","IR"],"MRAcquisitionType":"2D","MRAcquisitionType":"3D","SequenceName":"*tfl3d1_16ns*spcir_*tse2d1_*fl2d1_*ep_b',
  '","AngioFlag":"N","SliceThickness":1,"RepetitionTime":',
  '000,"EchoTime":2.',
  '"InversionTime":',
  '00,"NumberOfAverages":1,"EchoNumbers":1,',
  '"MagneticFieldStrength":1.5,"MagneticFieldStrength":3,"SpacingBetweenSlices":',
  '"EchoTrainLength":1,"PercentSampling":100,',
  '"PercentPhaseFieldOfView":100,"PixelBandwidth":',
  '"DeviceSerialNumber":"',
  '","SoftwareVersions":["syngo MR XA30"E11"],"ProtocolName":"',
  '","ReconstructionDiameter":240,"ReceiveCoilName":"HeadNeck_64"],"AcquisitionMatrix":[0,256,',
  '0],"InPlanePhaseEncodingDirection":"COL"ROW"',
  ',"FlipAngle":9,"PatientPosition":"HFS","SeriesNumber":',
  '"AcquisitionNumber":1,"InstanceNumber":',
  '"ImagePositionPatient":[-',
  '.',
  '],"ImageOrientationPatient":[1,0,0,0,1,0],"ImageOrientationPatient":[0,1,0,0,0,-1],"ImageOrientationPatient":[0.99',
  '],"FrameOfReferenceUID":"',
  '","TemporalPositionIdentifier":1,"NumberOfTemporalPositions":1,"ImagesInAcquisition":',
  '"SliceLocation":-',
  '"StackID":"1","InStackPositionNumber":',
  '"TemporalPositionIndex":1,"Rows":256,"Columns":256,"PixelSpacing":[1,1],"PulseSequenceName":"',
  '"SlicesInAcquisition":',
  '},"frames":[{}],"remarks":[]}',
].join('');

export const headerDictionaries: ReadonlyMap<number, Buffer> = new Map([[1, Buffer.from(firstDictionary)]]);
export const newestHeaderDictionary = 1;
